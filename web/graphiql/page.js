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

  async function fetcher(operation, options) {
    const response = await fetch("/graphql", {
      method: "POST",
      headers: {
        accept: "application/json",
        "content-type": "application/json",
        ...(user ? { "x-dev-user": user } : {}),
        ...options?.headers,
      },
      body: JSON.stringify(operation),
    });
    return response.json();
  }

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
