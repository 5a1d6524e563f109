"""Find an article's body in a page's scripts, for pages whose HTML has none."""
