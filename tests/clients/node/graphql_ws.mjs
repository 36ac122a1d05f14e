// Clients that speak graphql-transport-ws: urql and Apollo, each with graphql-ws.

import { ApolloClient, InMemoryCache, gql } from "@apollo/client";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { Client, fetchExchange, subscriptionExchange } from "@urql/core";
import { createClient } from "graphql-ws";
import * as ask from "./steps.mjs";
import "./websocket.mjs";

const { site, step, firstEvent, nothing } = ask;
const userId = site.owner;

const socket = (credentials) =>
  createClient({
    url: site.url.replace(/^http/, "ws"),
    connectionParams: credentials,
    retryAttempts: 0,
  });

function connected(credentials) {
  const sockets = socket(credentials);
  return new Client({
    url: site.url,
    fetchOptions: { headers: credentials },
    exchanges: [
      subscriptionExchange({
        forwardSubscription: ({ query, variables }) => ({
          subscribe: (sink) => ({ unsubscribe: sockets.subscribe({ query, variables }, sink) }),
        }),
      }),
      fetchExchange,
    ],
  });
}
const token = connected({ authorization: site.token });
const own = connected({ authorization: site.ownToken });
const keyed = connected({ "x-api-key": site.apiKey });
const nobody = connected({ authorization: "nobody" });

function opened({ data, error }) {
  if (error) throw error;
  return data;
}

const asked = async (client, query) => opened(await client.query(query, {}));
const changed = async (client, query, variables) => opened(await client.mutation(query, variables));

const heard = (client, publish, variables = { userId }) =>
  firstEvent(
    (next, refuse) =>
      client
        .subscription(ask.GOAL_CHANGED, variables)
        .subscribe(({ data, error }) => (error ? refuse(error) : next(data))),
    publish,
  );

await step("a query with a user pool's token", () => asked(token, ask.ME));
await step("a query with an authorizer's token", () => asked(own, ask.ME));
await step("a query with an API key", () => asked(keyed, ask.SCHEMA));
await step("a field that a key does not reach", () => asked(keyed, ask.ME));
await step("a query with a token of nobody", () => asked(nobody, ask.ME));

let goalId;
await step("a mutation", async () => {
  const { createGoal } = await changed(token, ask.CREATE, { title: "Read" });
  goalId = createGoal.goalId;
  return createGoal.goal;
});
const update = () => changed(token, ask.UPDATE, { goalId });

await step("an event for a user pool's token", () => heard(token, update));
await step("an event after unsubscribing", () => heard(token, update));
await step("an event for an authorizer's token", () => heard(own, update));
await step("a subscription with an API key", () => heard(keyed, nothing));
await step("a subscription to another's changes", () =>
  heard(token, nothing, { userId: "another" }),
);
await step("a connection with a token of nobody", () => heard(nobody, nothing));

const apollo = new ApolloClient({
  link: new GraphQLWsLink(socket({ authorization: site.token })),
  cache: new InMemoryCache(),
});
await step("a query of Apollo over the socket", async () =>
  (await apollo.query({ query: gql(ask.ME) })).data,
);
await step("a mutation of Apollo over the socket", async () =>
  (await apollo.mutate({ mutation: gql(ask.UPDATE), variables: { goalId } })).data.updateGoal.goal,
);
await step("an event for Apollo", () =>
  firstEvent(
    (next, refuse) =>
      apollo.subscribe({ query: gql(ask.GOAL_CHANGED), variables: { userId } }).subscribe({
        next: ({ data, error }) => (error ? refuse(error) : next(data)),
        error: refuse,
      }),
    update,
  ),
);
process.exit(0);
