-- The latest articles of an outlet, when it published and how it scores, without reading its articles.

create index coverage_outlet_published on coverage (outlet, published desc, published_precision, rating_score);
