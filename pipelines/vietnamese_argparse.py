"""An argument parser whose own words are Vietnamese: headings, the line of -h, and every complaint.

argparse asks gettext for these words and gettext looks for a compiled catalogue by the locale of the machine;
an office PC in English would fall back to English, so the words are given here whatever the locale.
"""

import argparse
from typing import Any

MESSAGES = {
    "usage: ": "cách dùng: ",
    "positional arguments": "tham số",
    "options": "tùy chọn",
    "subcommands": "lệnh",
    "show this help message and exit": "hiện trợ giúp này rồi thoát",
    "%(prog)s: error: %(message)s\n": "%(prog)s: lỗi: %(message)s\n",
    "argument %(argument_name)s: %(message)s": "tham số %(argument_name)s: %(message)s",
    "unrecognized arguments: %s": "không có tham số này: %s",
    "ambiguous option: %(option)s could match %(matches)s": "tùy chọn %(option)s chưa rõ là %(matches)s",
    "invalid choice: %(value)r (choose from %(choices)s)": "không có “%(value)s” (chọn trong %(choices)s)",
    "expected one argument": "cần một giá trị",
    "expected at most one argument": "cần nhiều nhất một giá trị",
    "expected at least one argument": "cần ít nhất một giá trị",
    "expected %s argument": "cần %s giá trị",
    "expected %s arguments": "cần %s giá trị",
    "invalid %(type)s value: %(value)r": "giá trị “%(value)s” không hợp lệ",
    "unknown parser %(parser_name)r (choices: %(choices)s)": "không có lệnh “%(parser_name)s” (có: %(choices)s)",
    "the following arguments are required: %s": "thiếu tham số bắt buộc: %s",
    "one of the arguments %s is required": "cần một trong các tham số %s",
    "not allowed with argument %s": "không dùng cùng tham số %s",
    "unexpected option string: %s": "không có tùy chọn này: %s",
    "ignored explicit argument %r": "tùy chọn này không nhận giá trị %r",
    # Headings and warnings only put together what has been said.
    "%(heading)s:": "%(heading)s:",
    "%(prog)s: warning: %(message)s\n": "%(prog)s: lưu ý: %(message)s\n",
    " (default: %(default)s)": " (mặc định: %(default)s)",
    "show program's version number and exit": "hiện số phiên bản rồi thoát",
    "can't open '%(filename)s': %(error)s": "không mở được “%(filename)s”: %(error)s",
}


def _translate(message: str) -> str:
    return MESSAGES.get(message, message)


def _translate_plural(singular: str, plural: str, count: int) -> str:
    return _translate(singular if count == 1 else plural)


class Parser(argparse.ArgumentParser):
    """A parser whose commands complain themselves of an option that they don't have: the usage shown with the complaint
    is that of the command, not that of the whole program."""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """As argparse has it; at a command without further commands nothing may be left over."""
        found: tuple[Any, list[str]] = super().parse_known_args(args, namespace)
        if found[1] and self._subparsers is None:
            self.error(_translate("unrecognized arguments: %s") % " ".join(found[1]))
        return found


def speak_vietnamese() -> None:
    """Gives argparse its Vietnamese words, for this process."""
    # The names are module globals of argparse that it looks up at every call.
    vars(argparse).update(_=_translate, ngettext=_translate_plural)


def describe(parser: argparse.ArgumentParser) -> None:
    """Lets the help of every command begin with what the list of commands says of it."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for listed in action._choices_actions:
                command = action.choices[listed.dest]
                said = listed.help or ""
                command.description = f"{said[:1].upper()}{said[1:]}."
                describe(command)
