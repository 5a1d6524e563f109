"""Is a page an article, a listing, a product, a forum thread or something else?"""
