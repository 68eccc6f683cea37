"""Settings of every process. What a machine may change comes from the environment and fails loudly when wrong."""

from pathlib import Path

from environs import Env, validate

from khuevan.site.mail import mail_settings
from khuevan.site.postgres import data_dir, django_database
from khuevan.site.secret import secret_key
from khuevan.site.static_headers import add_headers

env = Env()
HERE = Path(__file__).parent
DATA_DIR = data_dir()

DEBUG = env.bool("KHUEVAN_DEBUG", False)
SECRET_KEY = env.str("KHUEVAN_SECRET_KEY", "") or secret_key(DATA_DIR)
ALLOWED_HOSTS = env.list("KHUEVAN_HOSTS", ["127.0.0.1", "localhost", "testserver"])
CSRF_TRUSTED_ORIGINS = env.list("KHUEVAN_ORIGINS", [])
HTTPS = env.bool("KHUEVAN_HTTPS", False)
# How many proxies stand before a web server; whoever speaks TLS for it is one.
PROXIES = env.int("KHUEVAN_PROXIES", int(HTTPS), validate=validate.Range(min=0, max=9))
# What QR codes lead to; papers carry it for ever.
PUBLIC_URL = env.str("KHUEVAN_URL", f"http://127.0.0.1:{env.str('PORT', '') or 8000}").rstrip("/")
# The PKCS #11 library of the tokens or the hardware security module at this server.
TOKEN_LIBRARY = env.str("KHUEVAN_TOKEN_LIBRARY", "")
# A remote signing service of the Cloud Signature Consortium's API, https://…/csc/v2, and what admits us to it.
REMOTE_SIGNING = env.str("KHUEVAN_REMOTE_SIGNING", "")
REMOTE_TOKEN = env.str("KHUEVAN_REMOTE_TOKEN", "")
# What may read /metrics; without a token only programs on this machine may, and none through a proxy.
METRICS_TOKEN = env.str("KHUEVAN_METRICS_TOKEN", "")
# "json": one object a line without personal data, for log collectors, and a line and a count for every request.
WATCHED = env.str("KHUEVAN_LOG", "text", validate=validate.OneOf(["text", "json"])) == "json"
# A time-stamping authority (RFC 3161), http(s)://…; "demo" is one of our own, which is no third party.
TSA = env.str("KHUEVAN_TSA", "")
# What admits us to it, "name:password", where it asks for that.
TSA_LOGIN = env.str("KHUEVAN_TSA_LOGIN", "")
# Whether each paper carries a stamp of its own beside that of its batch: a stamp each, where stamps cost money.
TSA_PAPERS = env.bool("KHUEVAN_TSA_PAPERS", True)
# smtp://user:password@host:587?from=address (smtps:// for TLS from the start); without it letters lie in <data>/mail.
globals().update(mail_settings(env.str("KHUEVAN_SMTP", ""), DATA_DIR))

ROOMS = [
    "khuevan.registry.units",
    "khuevan.registry.catalogues",
    "khuevan.registry.people",
    "khuevan.registry.accounts",
    "khuevan.registry.audit",
    "khuevan.registry.identity",
    "khuevan.registry.files",
    "khuevan.platform.signing",
    "khuevan.platform.documents",
    "khuevan.platform.approvals",
    "khuevan.platform.sheets",
    "khuevan.platform.transparency",
    "khuevan.platform.exchange",
    "khuevan.platform.hub",
    "khuevan.platform.operations",
    "khuevan.platform.proof",
    "khuevan.school.enrolment",
    "khuevan.school.gradebook",
    "khuevan.school.comments",
    "khuevan.school.opening",
    "khuevan.school.calendar",
    "khuevan.school.transcripts",
    "khuevan.school.review",
    "khuevan.school.corrections",
    "khuevan.school.credentials",
    "khuevan.school.register",
    "khuevan.school.bridging",
    "khuevan.school.career",
    "khuevan.school.profiles",
    "khuevan.school.analysis",
    "khuevan.school.prints",
    "khuevan.insight.statistics",
    "khuevan.insight.ioc",
    "khuevan.insight.reports",
]
INSTALLED_APPS = [
    *ROOMS,  # before the libraries, whose templates and texts they replace
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "procrastinate.contrib.django",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",
    "django_vite",
    "khuevan.site",
    "khuevan.registry.isolation",  # last: it guards the tables that the others have made
]
MIDDLEWARE = [
    "khuevan.site.watching.middleware.WatchingMiddleware",
    "khuevan.site.proxies.ProxyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "khuevan.site.policy.ContentPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "khuevan.site.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "khuevan.registry.accounts.web.middleware.UserMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "khuevan.registry.accounts.web.middleware.ActorMiddleware",
    "khuevan.site.errors.DomainErrorMiddleware",
    "khuevan.platform.sheets.web.screens.ScreenFileMiddleware",
]
ROOT_URLCONF = "khuevan.site.urls"
WSGI_APPLICATION = "khuevan.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "khuevan.site.shells.context.shell",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton", "khuevan.site.templatetags.khuevan"],
        },
    }
]

DATABASES = {"default": django_database(env.str("KHUEVAN_DB_ROLE", "app"))}
DATABASES["default"]["NAME"] = env.str("KHUEVAN_DB_NAME", DATABASES["default"]["NAME"])
DATABASES["default"]["CONN_MAX_AGE"] = None
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True  # a restarted database costs nobody a request
DATABASES["default"]["OPTIONS"] |= {"server_side_binding": True, "prepare_threshold": 1}
# host:port of a PgBouncer in transaction mode, for web servers; a worker listens for jobs, which needs the server.
if pool := env.str("KHUEVAN_POOL", ""):
    DATABASES["default"]["HOST"], _, DATABASES["default"]["PORT"] = pool.rpartition(":")
    DATABASES["default"]["OPTIONS"] |= {"prepare_threshold": None}
    DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "khuevan.site.database.cache.SharedCache", "LOCATION": "django_cache"}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["khuevan.registry.accounts.adapters.hashing.PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_PRESERVE_USERNAME_CASING = False  # names are kept in small letters, so the index finds them
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "khuevan.registry.accounts.adapters.log_in.AccountAdapter"
ACCOUNT_USER_DISPLAY = "khuevan.registry.accounts.queries.actors.name_of"
# A whole school, and all who have the same mobile operator, may come from one address; who knows the password may.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "60/m/ip,5/5m/key", "reauthenticate": "10/m/user"}
ACCOUNT_FORMS = {"login": "khuevan.registry.accounts.web.forms.LogIn"}
ACCOUNT_LOGOUT_REDIRECT_URL = "/account/login/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in [
        ("MinimumLengthValidator", {"min_length": 10}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
        ("UserAttributeSimilarityValidator", {"user_attributes": ["username"]}),
    ]
]
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "add_webauthn": "khuevan.registry.accounts.web.forms.AddKey",
    "edit_webauthn": "khuevan.registry.accounts.web.forms.RenameKey",
}
MFA_TOTP_ISSUER = "Khuê Văn"
MFA_TOTP_TOLERANCE = 1  # steps of 30 s: clocks of phones go wrong (RFC 6238, section 5.2)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
USERSESSIONS_TRACK_ACTIVITY = False
SESSION_ENGINE = "khuevan.registry.accounts.adapters.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600  # families may stay longer: see the form
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "default-src": ["'self'"],
    "img-src": ["'self'", "data:", "blob:"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
    "form-action": ["'self'"],
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024

SILENCED_SYSTEM_CHECKS = ["models.W045"]  # checks written in SQL belong to the database
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [HERE / "locale"]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS
FORMAT_MODULE_PATH = ["khuevan.site.formats"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [HERE / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/dist/assets/"  # their names carry a hash of their content
WHITENOISE_ADD_HEADERS_FUNCTION = add_headers
DJANGO_VITE = {"default": {"manifest_path": HERE / "static" / "dist" / "manifest.json", "static_url_prefix": "dist"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "khuevan.site.watching.logs.JsonLines"}},
    "filters": {"without_tokens": {"()": "khuevan.site.watching.logs.WithoutTokens"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "filters": ["without_tokens"]}
        | ({"formatter": "json"} if WATCHED else {})
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"khuevan": {"level": "INFO"}},
}
