"""What stands between Rubin and the terminal: key layouts, the driver, the clipboard, remote sessions."""
