"""The REST contract over the operations of the GraphQL contract: no rule is here."""
