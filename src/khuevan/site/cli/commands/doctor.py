"""``khuevan doctor``: examine the installation and say what to do."""

import argparse
import os
from collections.abc import Iterable

from khuevan.kernel.errors import DomainError
from khuevan.site import postgres
from khuevan.site.cli import checks, database_checks, duty_checks
from khuevan.site.cli.checks import Check, Finding
from khuevan.site.cli.table import table

HELP = "Khám bản cài đặt và chỉ cách sửa."
ON_THIS_MACHINE = (
    checks.python,
    checks.programs,
    checks.data_directory,
    checks.secrets,
    checks.disk,
    checks.front_end,
    checks.settings,
    checks.signing_keys,
)
IN_THE_DATABASE = (
    database_checks.server,
    database_checks.roles,
    database_checks.row_security,
    database_checks.migrations,
    database_checks.jobs,
    duty_checks.clock,
    duty_checks.queue,
    duty_checks.publishing,
    duty_checks.backups,
    duty_checks.proof,
    duty_checks.keys,
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(options: argparse.Namespace) -> int:
    """Print one line per finding; 1 where anything needs doing."""
    # The tables' history is the owner's to read; what concerns the application is asked as the application.
    os.environ["KHUEVAN_DB_ROLE"] = "owner"
    findings = list(dict.fromkeys([*_examine(ON_THIS_MACHINE), *_examine_database()]))
    rows = [("✓" if one.is_well else "✗", one.subject, one.found, one.advice) for one in findings]
    print(table(("", "Mục", "Hiện trạng", "Cách xử lý"), rows))
    ill = sum(not one.is_well for one in findings)
    print(f"\n{ill} mục cần xử lý." if ill else "\nMọi thứ đều ổn.")
    return 1 if ill else 0


def _examine_database() -> list[Finding]:
    """Examine inside the database; the embedded server is started for it and stopped again."""
    try:
        with postgres.running():
            return _examine(IN_THE_DATABASE)
    except DomainError as error:
        return [_refusal(error)]


def _examine(examinations: Iterable[Check]) -> list[Finding]:
    findings = []
    for examine in examinations:
        try:
            findings += examine()
        except DomainError as error:
            findings.append(_refusal(error))
        except Exception as error:
            advice = "Làm theo các mục trên trước; nếu vẫn còn, hãy báo lỗi này cho nhóm phát triển."
            findings.append(Finding(examine.__name__, f"{type(error).__name__}: {error}", advice))
    return findings


def _refusal(error: DomainError) -> Finding:
    return Finding("Cơ sở dữ liệu", error.message, error.hint or "Xem nhật ký trong thư mục dữ liệu.")
