"""The contract schema.graphql and the Strawberry types that mirror it: translation only."""
