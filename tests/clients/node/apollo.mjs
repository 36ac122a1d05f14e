// Apollo Client with AppSync's two links: every mode over HTTP and over the socket.

import { createRequire } from "node:module";
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, gql } from "@apollo/client";
import * as ask from "./steps.mjs";
import "./websocket.mjs";

// Imported as a module, the auth link cannot sign in Node: "Sha256 is not a constructor".
const require = createRequire(import.meta.url);
const { createAuthLink } = require("aws-appsync-auth-link");
const { createSubscriptionHandshakeLink } = require("aws-appsync-subscription-link");

const { site, step, firstEvent, nothing } = ask;
const { url, region, owner: userId } = site;

const connected = (auth) =>
  new ApolloClient({
    link: ApolloLink.from([
      createAuthLink({ url, region, auth }),
      createSubscriptionHandshakeLink({ url, region, auth }, new HttpLink({ uri: url })),
    ]),
    cache: new InMemoryCache(),
  });
const cognito = connected({ type: "AMAZON_COGNITO_USER_POOLS", jwtToken: async () => site.token });
const lambda = connected({ type: "AWS_LAMBDA", token: site.ownToken });
const keyed = connected({ type: "API_KEY", apiKey: site.apiKey });
const signing = connected({ type: "AWS_IAM", credentials: site.signer });
const nobody = connected({ type: "AWS_LAMBDA", token: "nobody" });

const asked = async (client, query) => (await client.query({ query: gql(query) })).data;

const changed = async (client, mutation, variables) =>
  (await client.mutate({ mutation: gql(mutation), variables })).data;

const heard = (client, publish, variables = { userId }) =>
  firstEvent(
    (next, refuse) =>
      client.subscribe({ query: gql(ask.GOAL_CHANGED), variables }).subscribe({
        next: ({ data, error }) => (error ? refuse(error) : next(data)),
        error: refuse,
      }),
    publish,
  );

await step("a query with a user pool's token", () => asked(cognito, ask.ME));
await step("a query with an authorizer's token", () => asked(lambda, ask.ME));
await step("a query with an API key", () => asked(keyed, ask.SCHEMA));
await step("a query with a signature", () => asked(signing, ask.SCHEMA));
await step("a field that a key does not reach", () => asked(keyed, ask.ME));
await step("a query with a token of nobody", () => asked(nobody, ask.ME));

let goalId;
await step("a mutation", async () => {
  const { createGoal } = await changed(cognito, ask.CREATE, { title: "Read" });
  goalId = createGoal.goalId;
  return createGoal.goal;
});
const update = () => changed(cognito, ask.UPDATE, { goalId });

await step("an event for a user pool's token", () => heard(cognito, update));
await step("an event after unsubscribing", () => heard(cognito, update));
await step("an event for an authorizer's token", () => heard(lambda, update));
await step("a subscription with an API key", () => heard(keyed, nothing));
await step("a subscription with a signature", () => heard(signing, nothing));
await step("a subscription to another's changes", () =>
  heard(cognito, nothing, { userId: "another" }),
);
await step("a connection with a token of nobody", () => heard(nobody, nothing));
process.exit(0);
