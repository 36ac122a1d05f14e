"use strict";

(() => {
  const defaultQuery = `# Press Ctrl-Enter to run the query under the cursor.
query Goals {
  goals(limit: 10) {
    items { title pattern status progress milestones { name percentage achieved achievedAt } }
    nextToken
  }
}
`;
  const user = new URLSearchParams(window.location.search).get("user");

  const headers = user ? { "x-dev-user": user } : {};
  const socket = new URL("/graphql", window.location.href);
  socket.protocol = socket.protocol.replace("http", "ws");
  const fetcher = GraphiQL.createFetcher({
    url: "/graphql",
    subscriptionUrl: socket.href,
    headers,
    wsConnectionParams: headers,
    enableIncrementalDelivery: false,
  });

  // Every GraphiQL on one origin shares the same keys, so a prefix keeps tabs of other pages out.
  const prefix = "milepost:";
  const ownKeys = () => Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  const storage = {
    getItem: (key) => localStorage.getItem(prefix + key),
    setItem: (key, value) => localStorage.setItem(prefix + key, value),
    removeItem: (key) => localStorage.removeItem(prefix + key),
    clear: () => ownKeys().forEach((key) => localStorage.removeItem(key)),
    get length() {
      return ownKeys().length;
    },
  };

  ReactDOM.createRoot(document.getElementById("graphiql")).render(
    React.createElement(GraphiQL, { fetcher, defaultQuery, storage }),
  );
})();
