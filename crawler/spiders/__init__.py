"""The spider of an outlet: leases in, requests and captures out."""
