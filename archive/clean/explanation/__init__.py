"""Why a page was cleaned as it was."""
