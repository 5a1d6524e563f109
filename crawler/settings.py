"""Plain Scrapy settings. Change any of them with `-s NAME=VALUE` or in a settings module of your own."""

from __future__ import annotations

import os
from importlib.metadata import PackageNotFoundError, version

from scrapy.settings import default_settings

try:
    _version = version("matinee")
except PackageNotFoundError:  # run from a source tree that is not installed
    _version = "0"

BOT_NAME = "matinee"

SPIDER_MODULES = ["crawler.spiders"]

NEWSPIDER_MODULE = "crawler.spiders"

SPIDER_LOADER_CLASS = "crawler.loader.OutletSpiderLoader"

COMMANDS_MODULE = "crawler.scrapy_commands"

# Matinee's own settings
ARCHIVE_DB = "archive.db"

# A folder of outlet files, searched before those in the environment variable MATINEE_OUTLETS.
OUTLETS_DIR = ""

# A folder of site rules, searched before those in the environment variable MATINEE_RULES.
RULES_DIR = ""

# A file with a subscriber's headers and cookies, used instead of the environment variable MATINEE_ACCESS.
ACCESS_FILE = ""

# For outlets with `javascript`: the browser's executable (if empty, it is searched for), and the seconds
# after which a page is used as it is.
BROWSER = ""

JAVASCRIPT_TIMEOUT = 120.0

CLEAN_WORKERS = os.cpu_count() or 1

# Set by `matinee crawl` without a name. Then a crawl with a limit counts for the schedule too.
CRAWL_DUE = False

# A page that tells site owners who crawls them. Set it before you crawl other people's servers.
CONTACT_URL = "https://matinee.example/bot"

# Where to send a message when an outlet begins to fail or drift: Apprise URLs, or a file with one URL a line.
# They contain passwords, so better set the environment variable MATINEE_NOTIFY instead.
NOTIFY = ""

# Politeness
USER_AGENT = f"Matinee/{_version} (+{CONTACT_URL})"  # OutletSpider inserts a changed CONTACT_URL

ROBOTSTXT_OBEY = True

ROBOTSTXT_USER_AGENT = "Matinee"

CONCURRENT_REQUESTS_PER_DOMAIN = 1

# Requests in progress. Most of them wait for their host's turn; Ctrl-C returns those to the frontier.
CONCURRENT_REQUESTS = 4

# Seconds between a response and the next request to the same host. An outlet's `delay` replaces it. A longer
# Crawl-delay or Request-rate in robots.txt wins over both.
DOWNLOAD_DELAY = 5.0

# By default Scrapy waits 0.5 to 1.5 times the delay. We never wait less than the delay.
DOWNLOAD_DELAY_JITTER = 0.0

COOKIES_ENABLED = False

# Request tdmrep.json and ai.txt from each host once a day. There it may reserve rights in its pages.
OPT_OUT_FILES = True

# Off: the frontier retries failed pages itself, RETRY_TIMES in the same crawl and then in later ones.
RETRY_ENABLED = False

DOWNLOADER_MIDDLEWARES = {
    "crawler.politeness.outlet_hosts.OutletHostsMiddleware": 60,
    "crawler.politeness.public_addresses.PublicAddressesMiddleware": 70,
    "crawler.spiders.moved_page.MovedPagesMiddleware": 80,  # before anything is asked for the target
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.politeness.robots.RobotsMiddleware": 100,
    "crawler.politeness.opt_out.OptOutMiddleware": 110,  # after robots.txt: only pages that it allows
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "crawler.spiders.meta_refresh.FollowMetaRefresh": 575,
    "crawler.politeness.subscriber.RedactSecretsMiddleware": 580,  # outside decompression (590)
    "crawler.politeness.subscriber.AccessMiddleware": 940,  # below redirects and caches
    "crawler.politeness.throttle.ThrottleMiddleware": 950,  # last: time in a later one would add to the delay
    "scrapy.downloadermiddlewares.stats.DownloaderStats": 960,  # below the throttle: counts requests sent
}

# Limits
DOWNLOAD_MAXSIZE = 10 * 1024 * 1024  # bytes, also after decompression

DOWNLOAD_WARNSIZE = 0  # off: a page over the limit is logged anyway

DOWNLOAD_TIMEOUT = 60

URLLENGTH_LIMIT = 2000

REDIRECT_MAX_TIMES = 5

# A page that leads on after this many seconds or fewer (`<meta http-equiv=refresh>`) is a redirect.
METAREFRESH_MAXDELAY = 5

DOWNLOAD_VERIFY_CERTIFICATES = True

DOWNLOAD_HANDLERS = {"file": None, "data": None, "ftp": None, "s3": None}

# No network access to this process
REMOTE_CONTROL_ENABLED = False  # since Scrapy 2.19; on by default, and runs any code that it receives

# Nor is it loaded: its imports hold the event loop of the first crawl for 0.2-0.5 s.
EXTENSIONS_BASE = {
    extension: order
    for extension, order in default_settings.EXTENSIONS_BASE.items()
    if "remote_control" not in extension
}

TELNETCONSOLE_ENABLED = False

# After Ctrl-C or SIGTERM, requests that wait are not sent
DOWNLOADER = "crawler.shutdown.StoppableDownloader"

# Output
ITEM_PIPELINES = {"crawler.storing.pipeline.ArchivePipeline": 300}

FEED_EXPORT_ENCODING = "utf-8"

FEED_EXPORTERS = {"csv": "crawler.exporters.FlatCsvExporter"}

LOG_LEVEL = "INFO"

LOG_VERSIONS: list[str] = []  # off: nine lines of versions in each log

LOG_FORMATTER = "crawler.logs.items.QuietLogFormatter"

DEFAULT_DROPITEM_LOG_LEVEL = "INFO"
