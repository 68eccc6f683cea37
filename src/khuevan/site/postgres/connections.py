"""Addresses of the database for each role that may log in."""

import os
from typing import Any, Literal, get_args
from urllib.parse import quote, urlencode

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from khuevan.kernel.errors import DomainError
from khuevan.site.postgres import state
from khuevan.site.postgres.paths import data_dir

Role = Literal["app", "owner", "admin"]
USERS: dict[str, str] = {"app": "khuevan_app", "owner": "khuevan_owner", "admin": "postgres"}
DATABASE = "khuevan"
SOCKETS = "run"
"""Where in the data directory the embedded server puts its Unix socket."""
_LONGEST = 100
"""Bytes of a socket's path; systems allow 103 to 107."""


def is_external() -> bool:
    """Whether ``DATABASE_URL`` names a server of its own instead of the embedded one."""
    return bool(os.environ.get("DATABASE_URL"))


def connection_parameters(role: Role, database: str = "") -> dict[str, Any]:
    """libpq parameters (host, port, user, password, dbname, …) for ``role``.

    ``admin`` on an external server is whoever ``DATABASE_URL`` logs in as. Passwords of the other roles
    come from ``KHUEVAN_APP_PASSWORD`` and ``KHUEVAN_OWNER_PASSWORD``, else from the data directory.
    """
    if role not in get_args(Role):
        raise DomainError(f"Không có vai trò cơ sở dữ liệu “{role}”.", hint="Dùng app, owner hoặc admin.")
    given = _external() if is_external() else _embedded()
    parameters = given | {"dbname": database or given["dbname"]}
    if role == "admin":
        return parameters
    password = os.environ.get(f"KHUEVAN_{role.upper()}_PASSWORD") or getattr(state.load(data_dir()), role)
    return parameters | {"user": USERS[role], "password": password}


def connection_url(role: Role, database: str = "") -> str:
    """A ``postgresql://`` URL for ``role``; the product's own database unless another is named."""
    rest = connection_parameters(role, database)
    user, password, name = (rest.pop(key, "") for key in ("user", "password", "dbname"))
    host, port = rest.pop("host", ""), rest.pop("port", "")
    if host.startswith("/"):
        rest["host"], host = host, ""
    login = quote(user, safe="") + (f":{quote(password, safe='')}" if password else "")
    where = host + (f":{port}" if port else "")
    return f"postgresql://{login}@{where}/{quote(name)}" + (f"?{urlencode(rest)}" if rest else "")


def django_database(role: Role) -> dict[str, Any]:
    """The entry of Django's ``DATABASES`` for ``role``. Needs no running server."""
    rest = connection_parameters(role)
    keys = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    entry = {key: str(rest.pop(name, "")) for key, name in keys.items()}
    return {"ENGINE": "khuevan.site.database", **entry, "OPTIONS": rest}


def _embedded() -> dict[str, Any]:
    known = state.load(data_dir())
    where = {"host": _socket_place(known.port) or "127.0.0.1", "port": str(known.port), "dbname": DATABASE}
    return where | {"user": USERS["admin"], "password": known.admin}


def _socket_place(port: int) -> str:
    """The directory of the server's socket, which is a twentieth of a page quicker than TCP; "" where there is none."""
    socket = data_dir().absolute() / SOCKETS / f".s.PGSQL.{port}"
    return str(socket.parent) if len(os.fsencode(socket)) <= _LONGEST and socket.exists() else ""


def _external() -> dict[str, Any]:
    try:
        parameters = conninfo_to_dict(os.environ["DATABASE_URL"])
    except ProgrammingError as error:
        # The driver would repeat the whole of it, with the password.
        raise DomainError(
            "DATABASE_URL không phải địa chỉ PostgreSQL.",
            hint="Hãy viết theo mẫu postgresql://tên:mật-khẩu@máy-chủ:5432/khuevan "
            "(ký tự đặc biệt trong mật khẩu viết dạng %40).",
            code="bad_url",
        ) from error
    if parameters.get("dbname") in (None, "", "postgres"):
        parameters["dbname"] = DATABASE
    return {key: str(value) for key, value in parameters.items()}
