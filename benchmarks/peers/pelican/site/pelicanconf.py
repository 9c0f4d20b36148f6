"""Pelican's settings: the pages that are compared, and no others."""

import json
from pathlib import Path

_HERE = Path(__file__).parent

SITENAME = "Corpus"
SITEURL = ""
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
THEME = str(_HERE / "theme")
THEME_STATIC_PATHS: list[str] = []
STATIC_PATHS: list[str] = []
ARTICLE_PATHS = ["quotes"]
PAGE_PATHS: list[str] = []
PLUGIN_PATHS = [str(_HERE)]
PLUGINS = ["plugin"]
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
DIRECT_TEMPLATES = ["index", "home"]
INDEX_SAVE_AS = "quotes/index.html"
INDEX_URL = "quotes/"
HOME_SAVE_AS = "index.html"
ARTICLE_URL, ARTICLE_SAVE_AS = "quotes/{slug}/", "quotes/{slug}/index.html"
AUTHOR_URL, AUTHOR_SAVE_AS = "authors/{slug}/", "authors/{slug}/index.html"
TAG_URL, TAG_SAVE_AS = "entities/{slug}/", "entities/{slug}/index.html"
CATEGORY_URL, CATEGORY_SAVE_AS = "contexts/{slug}/", "contexts/{slug}/index.html"
DEFAULT_PAGINATION = 50
PAGINATED_TEMPLATES = {"index": None, "author": None, "tag": None, "category": None, "country": None}
PAGINATION_PATTERNS = [
    (1, "{base_name}/", "{base_name}/index.html"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
]
JINJA_ENVIRONMENT = {"trim_blocks": True, "lstrip_blocks": True, "autoescape": True}
JINJA_GLOBALS = {"names": json.loads((_HERE / "names.json").read_text(encoding="utf-8"))}
CACHE_CONTENT = False
