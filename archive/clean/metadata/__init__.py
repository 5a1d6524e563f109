"""Machine-readable metadata: JSON-LD, microdata and microformats as graphs of nodes."""
