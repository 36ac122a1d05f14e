"""The server as AWS Lambda functions; they need the extra `lambda` of the package."""
