"""The pipeline's former place, which people name in settings of their own: ITEM_PIPELINES."""

from crawler.storing.pipeline import ArchivePipeline

__all__ = ["ArchivePipeline"]
