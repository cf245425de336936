//go:build tools

// Package operator names the command of the kubeflow spark-operator, so that go.mod pins it and all it is made of.
package operator

import _ "github.com/kubeflow/spark-operator/v2/cmd/operator"
