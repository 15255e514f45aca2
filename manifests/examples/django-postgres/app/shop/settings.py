"""Settings of the example: all that differs between places comes from the environment."""
import os
from urllib.parse import unquote, urlsplit


def database(url):
    # In a list-form `environment` of a compose file, quotes are part of the value.
    parts = urlsplit(url.strip('"'))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": parts.port or 5432,
        # A database that is away is said so, soon.
        "OPTIONS": {"connect_timeout": 3},
    }


DATABASES = {"default": database(os.environ.get("DB_URL", "postgresql://localhost/pythonapp"))}
APP_VERSION = os.environ.get("APP_VERSION", "dev")
INSTALLED_APPS = ["orders"]
MIDDLEWARE = []
ROOT_URLCONF = "shop.urls"
ALLOWED_HOSTS = ["*"]
# Signs nothing here: the shop has no sessions and no forms.
SECRET_KEY = os.environ.get("SECRET_KEY", "only-for-the-example")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_I18N = False
USE_TZ = True
LOGGING_CONFIG = None
