"""The roles and the database, made on any PostgreSQL 16+; repeating it changes nothing.

``khuevan_owner`` owns the schema. ``khuevan_app`` is the application's login: neither owner nor superuser,
so row-level security binds it. The audience roles cannot log in; the application steps into one with
``SET LOCAL ROLE`` and does not inherit from them, or their policies would apply to it all the time.
"""

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from khuevan.kernel.errors import DomainError
from khuevan.site.postgres.connections import USERS, Role, connection_parameters

AUDIENCES = ("khuevan_family", "khuevan_province", "khuevan_public")
OLDEST = 160000
LOGIN_ROLES: dict[Role, str] = {
    "owner": "LOGIN CREATEDB NOCREATEROLE INHERIT",
    "app": "LOGIN NOCREATEDB NOCREATEROLE INHERIT",
}
LOCK = 7_345_812_001
Connection = psycopg.Connection[tuple[object, ...]]


def ensure_roles() -> None:
    """Make the roles and the database where they are missing, and set the roles' passwords.

    Needs an administrator with CREATEROLE and CREATEDB; it need not be a superuser.
    """
    target = connection_parameters("admin")["dbname"]
    with _connect("postgres") as connection:
        _check_version(connection)
        # One after the other: CREATE ROLE and CREATE DATABASE have no IF NOT EXISTS.
        connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            _make_roles(connection)
            _join_owner(connection)
            make_database(connection, target)
        except psycopg.errors.InsufficientPrivilege as error:
            raise DomainError(
                f"Tài khoản quản trị cơ sở dữ liệu chưa đủ quyền: {str(error).strip()}",
                hint="DATABASE_URL phải đăng nhập bằng tài khoản có quyền CREATEROLE và CREATEDB.",
                code="admin_rights",
            ) from error
    with _connect(target) as connection:
        connection.execute("GRANT USAGE, CREATE ON SCHEMA public TO khuevan_owner")
        connection.execute("GRANT USAGE ON SCHEMA public TO khuevan_app, " + ", ".join(AUDIENCES))


def _connect(database: str) -> Connection:
    parameters = connection_parameters("admin", database)
    try:
        return psycopg.connect(make_conninfo(**parameters), autocommit=True, connect_timeout=10)
    except psycopg.OperationalError as error:
        where = f"{parameters.get('host')}:{parameters.get('port', 5432)}"
        hint = "Hãy kiểm tra DATABASE_URL, máy chủ cơ sở dữ liệu và tường lửa, rồi chạy khuevan doctor."
        if "authentication failed" in str(error):
            hint = "Máy chủ có trả lời: hãy kiểm tra tên và mật khẩu trong DATABASE_URL, rồi chạy khuevan doctor."
        raise DomainError(
            f"Không kết nối được PostgreSQL tại {where}: {str(error).strip()}", hint=hint, code="no_database"
        ) from error


def _check_version(connection: Connection) -> None:
    if connection.info.server_version < OLDEST:
        raise DomainError(
            f"PostgreSQL {connection.info.server_version // 10000} quá cũ.",
            hint="Khuê Văn cần PostgreSQL 16 trở lên: hãy nâng cấp máy chủ, hoặc bỏ DATABASE_URL để dùng bản đi kèm.",
            code="old_database",
        )


def _make_roles(connection: Connection) -> None:
    for role, attributes in LOGIN_ROLES.items():
        name = USERS[role]
        _make_role(connection, name, attributes)
        secret = connection.pgconn.encrypt_password(
            connection_parameters(role)["password"].encode(), name.encode(), b"scram-sha-256"
        )
        connection.execute(
            sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(name), sql.Literal(secret.decode()))
        )
    for name in AUDIENCES:
        _make_role(connection, name, "NOLOGIN")
        connection.execute(sql.SQL("GRANT {} TO khuevan_app WITH INHERIT FALSE, SET TRUE").format(sql.Identifier(name)))


def _make_role(connection: Connection, name: str, attributes: str) -> None:
    known = connection.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = %s", [name])
    row = known.fetchone()
    if row and row[0]:
        raise DomainError(
            f"Vai trò {name} đã có trên máy chủ với quyền vượt qua bảo mật theo dòng.",
            hint=f"Hãy chạy: ALTER ROLE {name} NOSUPERUSER NOBYPASSRLS;",
            code="role_bypasses",
        )
    verb = "ALTER" if row else "CREATE"
    connection.execute(sql.SQL(f"{verb} ROLE {{}} {attributes}").format(sql.Identifier(name)))


def _join_owner(connection: Connection) -> None:
    """Only a member of a role may give it a database; a superuser counts as one of everything."""
    row = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    if not (row and row[0]):
        connection.execute("GRANT khuevan_owner TO CURRENT_USER WITH INHERIT TRUE, SET TRUE")


def make_database(connection: Connection, name: str) -> None:
    """The owner's database, whose letters are those of Unicode; nothing where one of that name is there."""
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        return
    connection.execute(
        sql.SQL(
            "CREATE DATABASE {} OWNER khuevan_owner TEMPLATE template0 ENCODING 'UTF8' "
            "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'"
        ).format(sql.Identifier(name))
        if connection.info.server_version >= 170000
        else sql.SQL(
            "CREATE DATABASE {} OWNER khuevan_owner TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'"
        ).format(sql.Identifier(name))
    )
