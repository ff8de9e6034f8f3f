DROP VIEW product_summaries;
