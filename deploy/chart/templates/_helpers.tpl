{{- define "spark-secrets.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" }}
{{- end }}

{{- define "spark-secrets.fullname" -}}
{{- $name := include "spark-secrets.name" . }}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" }}
{{- else if contains $name .Release.Name }}
{{- .Release.Name | trunc 40 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{/* Whoever has these labels is a pod of the webhook. They never change: a Deployment's selector cannot. */}}
{{- define "spark-secrets.selectorLabels" -}}
app.kubernetes.io/name: {{ include "spark-secrets.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "spark-secrets.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{ include "spark-secrets.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | trunc 63 | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* labels and annotations of an object; call with (dict "root" $ "annotations" (dict …) "labels" (dict …)) */}}
{{- define "spark-secrets.metadata" -}}
labels:
  {{- include "spark-secrets.labels" .root | nindent 2 }}
  {{- with .labels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- with merge (dict) (default (dict) .annotations) .root.Values.commonAnnotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- define "spark-secrets.serviceAccountName" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "spark-secrets.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- required "serviceAccount.name is needed where serviceAccount.create is false" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{- define "spark-secrets.configurationName" -}}
{{- default (include "spark-secrets.fullname" .) .Values.admission.configurationName }}
{{- end }}

{{- define "spark-secrets.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ default .Chart.AppVersion .Values.image.tag }}
{{- end }}
{{- end }}

{{/* The milliseconds of a duration such as 3.5s, 500ms or 2m */}}
{{- define "spark-secrets.millis" -}}
{{- $number := regexFind "^[0-9.]+" . | float64 }}
{{- $unit := regexFind "[a-z]+$" . }}
{{- mulf $number (get (dict "ms" 1 "s" 1000 "m" 60000 "h" 3600000 "d" 86400000) $unit) | floor | int64 }}
{{- end }}

{{/* Draining and stopping, and some time to spare, in whole seconds */}}
{{- define "spark-secrets.terminationGracePeriod" -}}
{{- $millis := add (include "spark-secrets.millis" .Values.shutdown.drainDelay) (include "spark-secrets.millis" .Values.shutdown.timeout) }}
{{- add (divf $millis 1000 | ceil | int64) 10 }}
{{- end }}

{{- define "spark-secrets.namespaceSelector" -}}
matchLabels:
  sparksecrets.io/injection: {{ .Values.admission.namespaceLabelValue | quote }}
matchExpressions:
  - key: kubernetes.io/metadata.name
    operator: NotIn
    values: {{ uniq (list "kube-system" "kube-node-lease" .Release.Namespace) | sortAlpha | toJson }}
{{- end }}
