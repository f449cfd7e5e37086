"""An API gateway: authentication, access log and routing in front of the services."""
