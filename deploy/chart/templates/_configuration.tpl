{{/* The server's configuration file. Never a credential. */}}
{{- define "spark-secrets.configuration" -}}
{{- $fullname := include "spark-secrets.fullname" . }}
{{- if ge (include "spark-secrets.millis" .Values.admission.deadline | int64) (mul .Values.admission.validateTimeoutSeconds 1000) }}
{{- fail (printf "admission.deadline is %s and has to be less than admission.validateTimeoutSeconds, which is %d: otherwise nobody hears which store was slow" .Values.admission.deadline (int64 .Values.admission.validateTimeoutSeconds)) }}
{{- end }}
{{- $ports := dict "health.port" (int64 .Values.health.port) }}
{{- if .Values.api.enabled }}{{ $_ := set $ports "api.port" (int64 .Values.api.port) }}{{ end }}
{{- $taken := dict (int64 .Values.admission.port | toString) "admission.port" }}
{{- range $name, $port := $ports }}
{{- with get $taken (toString $port) }}
{{- fail (printf "%s and %s are both %d; they need two ports" . $name $port) }}
{{- end }}
{{- $_ := set $taken (toString $port) $name }}
{{- end }}
{{- $certificates := dict "serviceName" $fullname "webhookConfigurations" (include "spark-secrets.configurationName" .) "extraNames" .Values.certificates.extraNames }}
{{- if eq .Values.certificates.source "kubernetes" }}
{{- $certificates = merge $certificates (dict
      "source" "kubernetes"
      "secretName" (printf "%s-certificates" $fullname)
      "caConfigMap" (printf "%s-ca" $fullname)
      "authorityValidity" .Values.certificates.authorityValidity
      "validity" .Values.certificates.validity) }}
{{- else }}
{{- $certificates = merge $certificates (dict "source" "files" "directory" "/etc/spark-secrets/certificate") }}
{{- end }}
{{- $stores := dict }}
{{- range $name, $store := omit (include "spark-secrets.stores" . | fromJson) "" }}
{{- $_ := set $stores $name (include "spark-secrets.store" (dict "name" $name "store" $store) | fromJson).configuration }}
{{- end }}
{{- $admission := pick .Values.admission "port" "deadline" "maxBodyBytes" "namespaceLabelValue" }}
{{- with .Values.admission.clientCa }}
{{- if not (contains "-----BEGIN CERTIFICATE-----" .) }}
{{- fail "admission.clientCa takes PEM certificates, with their line -----BEGIN CERTIFICATE-----" }}
{{- end }}
{{- $admission = merge (dict "clientCaFile" "/etc/spark-secrets/configuration/client-ca.crt" "clientNames" $.Values.admission.clientNames) $admission }}
{{- end }}
{{- if and .Values.admission.clientNames (not .Values.admission.clientCa) }}
{{- fail "admission.clientNames needs admission.clientCa: without it nobody is asked for a certificate" }}
{{- end }}
{{- $configuration := dict
      "kubernetes" "auto"
      "namespace" .Release.Namespace
      "dataDirectory" "/tmp/spark-secrets"
      "secretStore" (include "spark-secrets.store" (dict "name" "" "store" .Values.secretStore) | fromJson).configuration
      "cache" .Values.cache
      "policy" .Values.policy
      "admission" $admission
      "api" .Values.api
      "health" .Values.health
      "delivery" (merge (dict "nameKeySecret" (printf "%s-name-key" $fullname) "leaseName" (printf "%s-delivery" $fullname) "namespaces" (uniq .Values.namespaces)) .Values.delivery)
      "certificates" $certificates
      "shutdown" .Values.shutdown
      "logging" .Values.logging }}
{{- if $stores }}{{ $_ := set $configuration "stores" $stores }}{{ end }}
{{- toYaml $configuration }}
{{- end }}
