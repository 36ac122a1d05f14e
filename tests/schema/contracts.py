"""A small contract with every kind of element and directive, and what an edit of it changes."""

from typing import Final

from schema.diff import compare, read_schema

CONTRACT: Final = '''
type Query @aws_cognito_user_pools @aws_oidc {
  goal(goalId: ID!): Goal
  goals(limit: Int = 20, status: Status): [Goal!]
  templates: [Template!] @aws_cognito_user_pools @aws_oidc @aws_api_key
  audit: String @aws_cognito_user_pools(cognito_groups: ["admin", "auditor"])
  found(text: String!): [Found!]
}

type Mutation @aws_cognito_user_pools @aws_oidc {
  createGoal(input: GoalInput!): Goal
  updateGoal(input: GoalInput!): Goal
  publishGoal: Goal @aws_iam @aws_publish(subscriptions: ["onGoal"])
}

type Subscription @aws_cognito_user_pools @aws_oidc {
  onGoal(userId: ID!): Goal @aws_subscribe(mutations: ["createGoal", "updateGoal"])
}

interface Node {
  id: ID!
}

"""What an owner works towards."""
type Goal implements Node @aws_cognito_user_pools @aws_oidc @aws_iam {
  id: ID!
  userId: ID!
  title: String
  icon: String
}

type Template @aws_cognito_user_pools @aws_oidc @aws_api_key {
  title: String
}

union Found = Goal | Template

enum Status {
  active
  archived
}

input GoalInput {
  title: String!
  icon: String = "star"
}
'''


def edited(old: str, new: str) -> str:
    """Return the contract with one edit."""
    assert CONTRACT.count(old) == 1, f"{old!r} is not at one place"
    return CONTRACT.replace(old, new)


def told(old: str, new: str) -> list[str]:
    """Return severity and description of each change between two texts."""
    changes = compare(read_schema(old), read_schema(new))
    return [f"{change.severity}: {change.description}" for change in changes]
