"""How the world reaches Milepost: settings, authentication, GraphQL over HTTP, the command line."""
