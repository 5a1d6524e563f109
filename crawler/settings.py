"""Plain Scrapy settings. Change any of them with `-s NAME=VALUE` or in a settings module of your own."""

from __future__ import annotations

import os
from importlib.metadata import PackageNotFoundError, version

try:
    _version = version("matinee")
except PackageNotFoundError:  # run from a source tree that is not installed
    _version = "0"

BOT_NAME = "matinee"

SPIDER_MODULES = ["crawler.spiders"]

NEWSPIDER_MODULE = "crawler.spiders"

SPIDER_LOADER_CLASS = "crawler.loader.OutletSpiderLoader"

COMMANDS_MODULE = "crawler.scrapy_commands"

# Matinee's own
ARCHIVE_DB = "archive.db"

# A folder of outlet files, searched before MATINEE_OUTLETS of the environment and the shipped ones.
OUTLETS_DIR = ""

# A folder of site rules, searched before MATINEE_RULES of the environment.
RULES_DIR = ""

# A file with a subscriber's headers and cookies, instead of MATINEE_ACCESS of the environment.
ACCESS_FILE = ""

# Of outlets whose file says `javascript`: the browser's executable (looked for where this is empty), and how
# many seconds a page may take in it.
BROWSER = ""

JAVASCRIPT_TIMEOUT = 120.0

CLEAN_WORKERS = os.cpu_count() or 1

# `matinee crawl` without a name sets it: a crawl with a limit counts for the schedule, too.
CRAWL_DUE = False

# Where the people whose pages we read find out who we are. Set it before crawling anybody else's server.
CONTACT_URL = "https://matinee.example/bot"

# Where to send a message when an outlet begins to fail or to drift: Apprise URLs, or a file with one a line.
# They hold passwords: rather than here, name them in the environment variable MATINEE_NOTIFY.
NOTIFY = ""

# Manners
USER_AGENT = f"Matinee/{_version} (+{CONTACT_URL})"  # OutletSpider puts a changed CONTACT_URL in

ROBOTSTXT_OBEY = True

ROBOTSTXT_USER_AGENT = "Matinee"

CONCURRENT_REQUESTS_PER_DOMAIN = 1

# Requests under way, most of which wait for their host's turn: Ctrl-C gives those back.
CONCURRENT_REQUESTS = 4

# Seconds from an answer to the next request. An outlet's `delay` replaces it; a longer Crawl-delay or
# Request-rate of the host's outdoes both.
DOWNLOAD_DELAY = 5.0

# Scrapy would wait 0.5 to 1.5 times the delay; a delay that was promised is a floor.
DOWNLOAD_DELAY_JITTER = 0.0

COOKIES_ENABLED = False

# Ask each host once a day for tdmrep.json and ai.txt, where it says what may be done with its pages.
OPT_OUT_FILES = True

# The frontier asks again for what failed, each time later: RETRY_TIMES in the same crawl, then in later ones.
RETRY_ENABLED = False

DOWNLOADER_MIDDLEWARES = {
    "crawler.politeness.outlet_hosts.OutletHostsMiddleware": 60,
    "crawler.politeness.public_addresses.PublicAddressesMiddleware": 70,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.politeness.robots.RobotsMiddleware": 100,
    "crawler.politeness.opt_out.OptOutMiddleware": 110,  # of pages that robots.txt allows
    "crawler.politeness.subscriber.RedactSecretsMiddleware": 580,  # sees bodies decompressed (590)
    "crawler.politeness.subscriber.AccessMiddleware": 940,  # below redirects and any cache
    "crawler.politeness.throttle.ThrottleMiddleware": 950,  # what a later one takes long over widens the pace
    "scrapy.downloadermiddlewares.stats.DownloaderStats": 960,  # counts what goes out, not what had to wait
}

# Bounds
DOWNLOAD_MAXSIZE = 10 * 1024 * 1024  # bytes, after decompression too

DOWNLOAD_WARNSIZE = 0  # one line about a page that is over the bound is enough

DOWNLOAD_TIMEOUT = 60

URLLENGTH_LIMIT = 2000

REDIRECT_MAX_TIMES = 5

METAREFRESH_ENABLED = False

DOWNLOAD_VERIFY_CERTIFICATES = True

DOWNLOAD_HANDLERS = {"file": None, "data": None, "ftp": None, "s3": None}

# Doors into this process that nobody asked for
REMOTE_CONTROL_ENABLED = False  # new in Scrapy 2.19, runs code it is sent, on by default

TELNETCONSOLE_ENABLED = False

# Ctrl-C and SIGTERM: what was not sent yet is not sent any more
DOWNLOADER = "crawler.shutdown.StoppableDownloader"

# What comes out
ITEM_PIPELINES = {"crawler.storing.pipeline.ArchivePipeline": 300}

FEED_EXPORT_ENCODING = "utf-8"

FEED_EXPORTERS = {"csv": "crawler.exporters.FlatCsvExporter"}

LOG_LEVEL = "INFO"

LOG_VERSIONS: list[str] = []  # it would take nine lines

LOG_FORMATTER = "crawler.logs.items.QuietLogFormatter"

DEFAULT_DROPITEM_LOG_LEVEL = "INFO"
