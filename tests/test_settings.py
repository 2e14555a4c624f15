"""Settings come in layers; what is wrong is named with file and line."""

from pathlib import Path

import pytest

from rubin_tui.messages import Failure, Message
from rubin_tui.settings import KEYS, RULES, Profile, Settings, explain, load, load_what_can_be, save
from rubin_tui.settings import write as write_file


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return Profile.under(tmp_path / "home")


def write(profile: Profile, text: str) -> None:
    profile.config.mkdir(parents=True)
    profile.settings_file.write_text(text, encoding="utf-8")


def failure(profile: Profile, **more: object) -> Message:
    with pytest.raises(Failure) as refused:
        load(profile, environ={}, **more)  # type: ignore[arg-type]
    return refused.value.message


def test_without_files_the_defaults_hold(profile: Profile) -> None:
    assert load(profile, environ={}) == Settings()


def test_later_layers_win(profile: Profile, tmp_path: Path) -> None:
    write(profile, 'language = "ru"\ntheme = "light"\nworkers = 2\nimport_seconds = 5\n')
    (tmp_path / ".rubin.toml").write_text('theme = "dark"\nworkers = 3\nimport_seconds = 6\n')
    found = load(
        profile,
        project=tmp_path,
        environ={"RUBIN_WORKERS": "4", "RUBIN_IMPORT_SECONDS": "7"},
        flags={"import_seconds": 8, "theme": None},
    )
    assert (found.language, found.theme, found.workers, found.import_seconds) == ("ru", "dark", 4, 8)


def test_every_value_tells_where_it_comes_from(profile: Profile) -> None:
    write(profile, '# mine\n\ntheme = "light"\n')
    by_key = {setting.key: setting.origin for setting in explain(profile, environ={"RUBIN_WORKERS": "1"})}
    assert by_key["theme"] == Message("settings.from_file", {"path": str(profile.settings_file), "line": 3})
    assert by_key["workers"] == Message("settings.from_environment", {"name": "RUBIN_WORKERS"})
    assert by_key["language"] == Message("settings.from_default")


def test_an_unknown_key_is_named_with_file_and_line(profile: Profile) -> None:
    write(profile, 'theme = "dark"\nthem = "dark"\n')
    message = failure(profile)
    assert message.id == "settings.unknown_key"
    assert message.params["key"] == "them"
    assert message.params["origin"].params == {"path": str(profile.settings_file), "line": 2}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('theme = "blue"', "dark | light | contrast | terminal"),
        ("workers = -1", "0…256"),
        ("workers = 1.5", "0…256"),
        ("workers = true", "0…256"),
        ("import_seconds = 0", "1…86400"),
    ],
)
def test_a_value_out_of_range_is_refused_with_what_it_takes(
    profile: Profile, line: str, expected: str
) -> None:
    write(profile, "\n" + line + "\n")
    message = failure(profile)
    assert message.id == "settings.bad_value"
    assert message.params["expected"] == expected
    assert message.params["origin"].params["line"] == 2


@pytest.mark.parametrize("text", [b'theme = "dark"\ntheme: light\n', b'theme = "dark"\nlanguage = "\xff"\n'])
def test_what_is_no_toml_is_named_with_its_line(profile: Profile, text: bytes) -> None:
    profile.config.mkdir(parents=True)
    profile.settings_file.write_bytes(text)
    assert failure(profile) == Message("settings.syntax", {"path": str(profile.settings_file), "line": 2})


def test_saving_keeps_comments_and_other_keys(profile: Profile) -> None:
    write(profile, '# shift 3\nworkers = 2  # two cores\ntheme = "dark"\n')
    save(profile, theme="light", language="ru")
    assert profile.settings_file.read_text() == (
        '# shift 3\nworkers = 2  # two cores\ntheme = "light"\nlanguage = "ru"\n'
    )
    assert list(profile.config.iterdir()) == [profile.settings_file]


def test_saving_a_wrong_value_changes_nothing(profile: Profile) -> None:
    write(profile, "workers = 2\n")
    with pytest.raises(Failure):
        save(profile, theme="blue")
    assert profile.settings_file.read_text() == "workers = 2\n"


def test_rubin_home_holds_everything(tmp_path: Path) -> None:
    profile = Profile.find({"RUBIN_HOME": str(tmp_path)})
    assert (profile.config, profile.data) == (tmp_path / "config", tmp_path / "data")
    assert (profile.cache, profile.log) == (tmp_path / "cache", tmp_path / "log")


def test_what_is_right_is_used_and_what_is_wrong_is_named(profile: Profile, tmp_path: Path) -> None:
    write(profile, 'theme = "pink"\nworkers = 2\nthem = 1\n')
    (tmp_path / ".rubin.toml").write_text("this is no TOML\n")
    found, wrong = load_what_can_be(profile, project=tmp_path, environ={"RUBIN_LANGUAGE": "de"})
    assert found == Settings(workers=2)
    assert [(one.id, one.params.get("key")) for one in wrong] == [
        ("settings.bad_value", "theme"),
        ("settings.unknown_key", "them"),
        ("settings.syntax", None),
        ("settings.bad_value", "language"),
    ]


@pytest.mark.parametrize("text", ["theme: light\n", "theme = 1\ntheme = 2\n", 'language = "\udcff"\n'])
def test_a_damaged_file_is_set_aside_whole_when_a_new_one_is_written(profile: Profile, text: str) -> None:
    damaged = text.encode("utf-8", "surrogateescape")
    profile.config.mkdir(parents=True)
    for number in (1, 2):
        profile.settings_file.write_bytes(damaged)
        aside = save(profile, theme="light")
        assert aside == profile.config / f"settings.toml.damaged-{number}"
        assert aside.read_bytes() == damaged
        assert profile.settings_file.read_text() == 'theme = "light"\n'


def test_a_key_is_taken_out_and_the_rest_stays(profile: Profile) -> None:
    write(profile, '# shift 3\nworkers = 2\ntheme = "light"  # the hall\nlanguage = "ru"\n')
    write_file(profile.settings_file, {"theme": None, "signs": None})
    assert profile.settings_file.read_text() == '# shift 3\nworkers = 2\nlanguage = "ru"\n'


def test_a_link_stays_a_link_and_rights_stay(profile: Profile, tmp_path: Path) -> None:
    elsewhere = tmp_path / "dotfiles.toml"
    elsewhere.write_text("workers = 2\n")
    elsewhere.chmod(0o640)
    profile.config.mkdir(parents=True)
    profile.settings_file.symlink_to(elsewhere)
    save(profile, workers=3)
    assert profile.settings_file.is_symlink()
    assert elsewhere.read_text() == "workers = 3\n"
    assert elsewhere.stat().st_mode & 0o777 == 0o640


def test_on_and_off_may_be_true_and_false(profile: Profile) -> None:
    write(profile, "edit_wrap = true\nremote = false\n")
    found = load(profile, environ={})
    assert (found.edit_wrap, found.remote) == ("on", "off")


def test_every_setting_has_a_rule_that_takes_its_default() -> None:
    assert set(RULES) == set(KEYS)
    for key in KEYS:
        assert RULES[key].read(getattr(Settings(), key)) == getattr(Settings(), key)
