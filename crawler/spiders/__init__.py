"""The spider of an outlet: it turns leases into requests, and responses into captures."""
