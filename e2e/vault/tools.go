//go:build tools

// Package vault names a Vault and the plugins that it runs beside itself, so that go.mod pins them and all they are made of.
package vault

import (
	_ "github.com/hashicorp/vault"
	_ "github.com/hashicorp/vault-plugin-auth-kubernetes/cmd/vault-plugin-auth-kubernetes"
	_ "github.com/hashicorp/vault/plugins/database/postgresql/postgresql-database-plugin"
)
