"""Names that are there without being declared: of IEC 61131-3, CODESYS, TwinCAT and SIMATIC.

Words are matched without regard to case. What a library of a vendor offers beyond them is not listed: where
one is in use, a name that is not found is not called undeclared.
"""

from __future__ import annotations

import re

from rubin_tui.engine.text.iec import words

INTEGERS = {
    "sint": (8, True), "int": (16, True), "dint": (32, True), "lint": (64, True),
    "usint": (8, False), "uint": (16, False), "udint": (32, False), "ulint": (64, False),
}  # fmt: skip
"""Integer types: bits, and whether they are signed."""
REALS = {"real": 32, "lreal": 64}
BITS = {"byte": 8, "word": 16, "dword": 32, "lword": 64}
TYPES = frozenset((*INTEGERS, *REALS, *BITS)) | words(
    """
    __system __uxint __xint __xword any any_bit any_char any_chars any_date any_derived any_duration
    any_elementary any_int any_magnitude any_num any_real any_signed any_string any_unsigned array bit
    block_db block_fb block_fc block_sdb bool char conn_any conn_ouc conn_prg conn_r_id counter cref
    ctd_int ctu_int ctud_int date date_and_time db_any dt dtl error_struct event_any event_att
    event_hwint guid hresult hw_any hw_device hw_dpmaster hw_dpslave hw_hsc hw_ieport hw_interface hw_io
    hw_iosystem hw_pto hw_pwm hw_submodule hw_subsystem iec_counter iec_dcounter iec_ltimer iec_scounter
    iec_timer iec_ucounter iec_udcounter iec_uscounter iid iqueryinterface itcomobject itcunknown ldate
    ldate_and_time ldt ltime ltime_of_day ltod nref ob_any ob_att ob_cyclic ob_delay ob_diag ob_hwint
    ob_pcycle ob_startup ob_timeerror ob_tod pip plcappsysteminfo plctasksysteminfo pointer port pvoid
    remote rtm s5time st_libversion string struct time time_of_day timer tod tof_ltime tof_time
    ton_ltime ton_time tonr_ltime tonr_time tp_ltime tp_time uxint variant void wchar wstring xint xword
    """
)
"""Types that are built in."""

BLOCKS = words(
    """
    blink charcurve ctd ctd_dint ctd_int ctd_lint ctd_udint ctd_ulint ctu ctu_dint ctu_int ctu_lint
    ctu_udint ctu_ulint ctud ctud_dint ctud_int ctud_lint ctud_udint ctud_ulint derivative f_trig gen
    hysteresis integral limitalarm ltof lton ltp pid r_trig ramp rs rtc sema sr statistics_int
    statistics_real tof ton tonr tp variance
    """
)
"""Function blocks of the standard and of CODESYS."""

FUNCTIONS = words(
    """
    abs acos add add_dt_time add_time add_tod_time adr adrinst and and_then asin assert atan atan2 ath
    bitadr bitsum blkmov bool_to byte_to ceil ceil_real chars_to_strg concat concat_date concat_date_tod
    concat_dt concat_ldt concat_ltod concat_string concat_tod cos countofelements day_of_week
    db_any_to_variant deco delete deserialize div div_time divtime enco eq exp expt fill fill_blk find
    floor floor_real frac fract ge get_err_id get_error gt hta in_range indexof ini init_rd insert
    is_array is_valid is_valid_bcd isvalidref le left len limit ln log lower_bound lt ltime max memcmp
    memcpy memmove memset mid min mod move move_blk move_blk_variant mul mul_time multime mux ne norm_x
    not now or or_else out_range pack peek peek_bool peek_byte peek_dword peek_word poke poke_blk
    poke_bool rd_loc_t rd_sys_t re_trigr ref replace right rol ror round runtime s_conv scale_x sel
    serialize shl shr sin sizeof split_date split_dt split_ldt split_ltod split_tod sqr sqrt stp
    strg_to_chars strg_val sub sub_date_date sub_dt_dt sub_dt_time sub_time sub_tod_time sub_tod_tod
    swap t_add t_comb t_conv t_diff t_sub tan time toggle trunc truncate typeof typeofdb typeofelements
    ublkmov ufill_blk umove_blk unpack upper_bound val_strg variant_to_db_any variantget variantput
    varinfo wait wconcat wdelete wfind winsert wleft wlen wmid wr_sys_t wreplace wright xor xsizeof
    """
)
"""Functions and operators that are called."""

WORDS = words(
    """
    _appinfo _taskinfo constants en enable eno false global_data gvl_version libversion_tc null ok
    retval rlo status0 super this true twincat_ twincat_systeminfovarlist
    """
)
"""Other words with a meaning of their own."""

_PATTERNS = re.compile(
    r"(?:[a-z]\w*_)?to_\w+|\w+_to_[a-z]\w*|trunc_\w+|floor_\w+|ceil_\w+|round_\w+|bcd_to\w*|\w*_to_bcd\w*|__\w+"
    r"|from_\w+|as_\w+|any_to\w*|\w+_bcd_to_\w+"
)

LISTED = frozenset({"tc2_standard", "standard", "breakpointlogging", "iostandard"})
"""Libraries whose names all stand above, or that offer none to programs."""
_VENDOR = re.compile(
    r"tc2_|tc3_|sys|cmp|caa|3s|io|visu|util$|base interfaces|stringutils|memoryutils|standard64|@ax/",
    re.IGNORECASE,
)


def is_standard(key: str) -> bool:
    """Whether a name (as a key) is there without being declared."""
    return (
        key in TYPES
        or key in FUNCTIONS
        or key in BLOCKS
        or key in WORDS
        or _PATTERNS.fullmatch(key) is not None
    )


def is_type(key: str) -> bool:
    """Whether a name is a type, or a block that can be declared, without being declared itself."""
    return key in TYPES or key in BLOCKS


def is_vendors(library: str) -> bool:
    """Whether a library is one of a vendor's, which offer blocks, types and constants, but no variables."""
    return _VENDOR.match(library) is not None
