"""Storage: one DynamoDB table, reached by repositories that implement the domain's ports."""
