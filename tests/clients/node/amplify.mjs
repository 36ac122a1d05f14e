// Amplify: every mode over HTTP and over the socket, which is wss:// whatever the endpoint says.

import { Amplify } from "aws-amplify";
import { generateClient } from "aws-amplify/api";
import { Hub } from "aws-amplify/utils";
import * as ask from "./steps.mjs";
import "./websocket.mjs";

const { site, step, firstEvent, nothing } = ask;
const userId = site.owner;

Amplify.configure(
  {
    API: {
      GraphQL: {
        endpoint: site.secureUrl,
        region: site.region,
        apiKey: site.apiKey,
        defaultAuthMode: "userPool",
      },
    },
  },
  {
    Auth: {
      tokenProvider: {
        getTokens: async () => ({ accessToken: { payload: {}, toString: () => site.token } }),
      },
      credentialsProvider: {
        getCredentialsAndIdentityId: async () => ({ credentials: site.signer }),
        clearCredentialsAndIdentityId: nothing,
      },
    },
  },
);
const client = generateClient();
const USER_POOL = { authMode: "userPool" };
const LAMBDA = { authMode: "lambda", authToken: site.ownToken };
const API_KEY = { authMode: "apiKey" };
const IAM = { authMode: "iam" };
const NOBODY = { authMode: "lambda", authToken: "nobody" };

const asked = async (mode, query, variables) =>
  (await client.graphql({ query, variables, ...mode })).data;

const heard = (mode, query, publish, variables = { userId }) =>
  firstEvent(
    (next, error) =>
      client
        .graphql({ query, variables, ...mode })
        .subscribe({ next: ({ data }) => next(data), error }),
    publish,
  );

// Amplify closes its socket when a subscription is unauthorized, and would use it while it closes.
async function denied(...words) {
  const closed = new Promise((resolve) => {
    Hub.listen("api", ({ payload }) => {
      if (payload.data?.connectionState === "Disconnected") resolve();
    });
  });
  try {
    return await heard(...words);
  } finally {
    await closed;
  }
}

await step("a query with a user pool's token", () => asked(USER_POOL, ask.ME));
await step("a query with an authorizer's token", () => asked(LAMBDA, ask.ME));
await step("a query with an API key", () => asked(API_KEY, ask.SCHEMA));
await step("a query with a signature", () => asked(IAM, ask.SCHEMA));
await step("a field that a key does not reach", () => asked(API_KEY, ask.ME));
await step("a field that a signature does not reach", () => asked(IAM, ask.ME));
await step("a query with a token of nobody", () => asked(NOBODY, ask.ME));

let goalId;
await step("a mutation", async () => {
  const { createGoal } = await asked(USER_POOL, ask.CREATE, { title: "Read" });
  goalId = createGoal.goalId;
  return createGoal.goal;
});
const update = () => asked(USER_POOL, ask.UPDATE, { goalId });

await step("a connection with a token of nobody", () => heard(NOBODY, ask.GOAL_CHANGED, nothing));
await step("an event for a user pool's token", () => heard(USER_POOL, ask.GOAL_CHANGED, update));
await step("an event after unsubscribing", () => heard(USER_POOL, ask.GOAL_CHANGED, update));
await step("an event for an authorizer's token", () => heard(LAMBDA, ask.GOAL_CHANGED, update));
await step("an event that a signature publishes", () =>
  heard(USER_POOL, ask.NOTIFICATION, () => asked(IAM, ask.NOTIFY, { userId })),
);
await step("a subscription with an API key", () => denied(API_KEY, ask.GOAL_CHANGED, nothing));
await step("a subscription with a signature", () => denied(IAM, ask.GOAL_CHANGED, nothing));
await step("a subscription to another's changes", () =>
  denied(USER_POOL, ask.GOAL_CHANGED, nothing, { userId: "another" }),
);
process.exit(0);
