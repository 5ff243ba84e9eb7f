"use strict";

// GraphiQL adds a style element while a menu is open; the policy of the page lets it in by this mark only.
window.__webpack_nonce__ = document.currentScript.nonce;

const EXAMPLE = `# Hva gjøres for FN-delmål 11.6?
{
  traceDown(id: "11.6", first: 10) {
    outcome
    complete
    efforts {
      effect
      element { label kindLabel id }
    }
  }
}

# Andre id-er finnes med
# { search(text: "vann") { nodes { id name } } }
`;

ReactDOM.createRoot(document.getElementById("graphiql")).render(
  React.createElement(GraphiQL, {
    fetcher: GraphiQL.createFetcher({ url: "/graphql", enableIncrementalDelivery: false }),
    defaultQuery: EXAMPLE,
    forcedTheme: "light",
  }),
);
