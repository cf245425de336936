{{/*
All stores: {"": the default one, "archive": {…}}.
*/}}
{{- define "spark-secrets.stores" -}}
{{- $stores := dict "" .Values.secretStore }}
{{- range $name, $store := .Values.stores }}
{{- if has $name (list $.Values.secretStore.type) }}
{{- fail (printf "stores.%s has the name of the default store; the default store is called after its type, so choose another one" $name) }}
{{- end }}
{{- $_ := set $stores $name $store }}
{{- end }}
{{- toJson $stores }}
{{- end }}

{{/* Fails unless exactly one of some settings is given. (dict "at" place "settings" map "of" names "why" sentence) */}}
{{- define "spark-secrets.exactlyOne" -}}
{{- $given := list }}
{{- range .of }}{{ if get $.settings . }}{{ $given = append $given . }}{{ end }}{{ end }}
{{- if eq (len $given) 0 }}
{{- fail (printf "%s needs one of %s%s" .at (join ", " .of) (default "" .why)) }}
{{- else if gt (len $given) 1 }}
{{- fail (printf "%s has %s; choose one" .at (join " and " $given)) }}
{{- end }}
{{- end }}

{{- define "spark-secrets.atMostOne" -}}
{{- $given := list }}
{{- range .of }}{{ if get $.settings . }}{{ $given = append $given . }}{{ end }}{{ end }}
{{- if gt (len $given) 1 }}
{{- fail (printf "%s has %s; choose one" .at (join " and " $given)) }}
{{- end }}
{{- end }}

{{/*
What one store takes: {"configuration": its part of the server's file, "credentials": what goes into the release's Secret, "sources": of
the projected volume}. No credential is in the configuration: each is a file, which the kubelet refreshes.
(dict "name" name "store" values)
*/}}
{{- define "spark-secrets.store" -}}
{{- $at := ternary "secretStore" (printf "stores.%s" .name) (eq .name "") }}
{{- $prefix := ternary "" (printf "%s." .name) (eq .name "") }}
{{- $directory := "/etc/spark-secrets/credentials" }}
{{- $credentials := dict }}
{{- $sources := list }}
{{- $settings := dict }}
{{- $type := .store.type }}
{{- $section := printf "%sSettings" $type }}
{{- $given := default (dict) (get .store $section) }}
{{- $at = printf "%s.%s" $at $section }}
{{- $files := list }}
{{- if eq $type "kubernetes" }}
{{- $settings = $given }}
{{- else if eq $type "database" }}
{{- if not $given.url }}
{{- fail (printf "%s.url is needed: jdbc:postgresql://host:5432/database. The embedded database is for trying it out without a cluster; in a pod it would be lost, and replicas would not share it" $at) }}
{{- end }}
{{- /* The server refuses the same; nothing of the URL is repeated. */}}
{{- if or (regexMatch "(?i)[?&#;][^?&#;=]*(password|passwd|pwd)=" $given.url) (contains "@" $given.url) }}
{{- fail (printf "%s.url holds a password or a user before the host, and would show it in a ConfigMap; give it as user, password or passwordSecret, and a key for TLS without a password (in a parameter, an \"@\" is %%40)" $at) }}
{{- end }}
{{- if not (hasPrefix "jdbc:postgresql:" $given.url) }}
{{- fail (printf "%s.url has to be jdbc:postgresql://host:5432/database" $at) }}
{{- end }}
{{- include "spark-secrets.atMostOne" (dict "at" $at "settings" $given "of" (list "password" "passwordSecret")) }}
{{- include "spark-secrets.exactlyOne" (dict "at" $at "settings" $given "of" (list "keysetSecret" "keyset") "why" ", the keys that encrypt the values. Make them once and keep a copy: spark-secrets keys create keyset.json && kubectl create secret generic spark-secrets-keyset --from-file keyset.json; then set keysetSecret to {name: spark-secrets-keyset, key: keyset.json}") }}
{{- /* The server reads the keyset's Secret itself: a rotation writes it, and replicas cannot wait for the kubelet to bring it. */}}
{{- $settings = omit $given "password" "passwordSecret" "keyset" }}
{{- $files = append $files (dict "value" $given.password "secret" $given.passwordSecret "file" "password" "key" "passwordFile" "into" $settings) }}
{{- $files = append $files (dict "value" $given.keyset "file" "keyset" "key" "keysetFile" "into" $settings) }}
{{- else if eq $type "vault" }}
{{- range list "endpoint" "path" }}
{{- if not (get $given .) }}
{{- fail (printf "%s.%s is needed" $at .) }}
{{- end }}
{{- end }}
{{- if contains "@" $given.endpoint }}
{{- fail (printf "%s.endpoint holds a user or a password; authenticate by token, tokenSecret, appRole or kubernetes" $at) }}
{{- end }}
{{- if not (regexMatch "^https?://[^/?#]+/?$" $given.endpoint) }}
{{- fail (printf "%s.endpoint has to be an address such as https://vault.example.org:8200, without a path or a query" $at) }}
{{- end }}
{{- if not (regexMatch "^/v1(/[A-Za-z0-9_~.-]+)+/?$" $given.path) }}
{{- fail (printf "%s.path has to be a path of Vault's API, such as /v1/secret/data/team" $at) }}
{{- end }}
{{- include "spark-secrets.exactlyOne" (dict "at" $at "settings" $given "of" (list "token" "tokenSecret" "appRole" "kubernetes") "why" " to authenticate") }}
{{- include "spark-secrets.atMostOne" (dict "at" $at "settings" $given "of" (list "caCertificate" "caSecret" "caConfigMap")) }}
{{- $settings = omit $given "token" "tokenSecret" "appRole" "kubernetes" "caCertificate" "caSecret" "caConfigMap" }}
{{- $files = append $files (dict "value" $given.token "secret" $given.tokenSecret "file" "token" "key" "tokenFile" "into" $settings) }}
{{- with $given.appRole }}
{{- include "spark-secrets.exactlyOne" (dict "at" (printf "%s.appRole" $at) "settings" . "of" (list "secretId" "secretIdSecret")) }}
{{- $appRole := omit . "secretId" "secretIdSecret" }}
{{- $files = append $files (dict "value" .secretId "secret" .secretIdSecret "file" "secret-id" "key" "secretIdFile" "into" $appRole) }}
{{- $_ := set $settings "appRole" $appRole }}
{{- end }}
{{- with $given.kubernetes }}
{{- $file := printf "%skubernetes-token" $prefix }}
{{- $token := dict "path" $file "expirationSeconds" 3600 }}
{{- if .audience }}{{ $_ := set $token "audience" .audience }}{{ end }}
{{- $sources = append $sources (dict "serviceAccountToken" $token) }}
{{- $_ := set $settings "kubernetes" (merge (dict "tokenFile" (printf "%s/%s" $directory $file)) (omit . "audience")) }}
{{- end }}
{{- $files = append $files (dict "value" $given.caCertificate "secret" $given.caSecret "configMap" $given.caConfigMap "file" "ca.crt" "key" "caFile" "into" $settings) }}
{{- end }}
{{- range $one := $files }}
{{- $file := printf "%s%s" $prefix $one.file }}
{{- if or $one.value $one.secret $one.configMap }}
{{- $_ := set $one.into $one.key (printf "%s/%s" $directory $file) }}
{{- end }}
{{- if $one.value }}
{{- $_ := set $credentials $file ($one.value | toString | b64enc) }}
{{- end }}
{{- range $kind := list "secret" "configMap" }}
{{- with get $one $kind }}
{{- $sources = append $sources (dict $kind (dict "name" .name "optional" true "items" (list (dict "key" .key "path" $file)))) }}
{{- end }}
{{- end }}
{{- end }}
{{- $configuration := dict "type" $type }}
{{- if $settings }}{{ $_ := set $configuration $section $settings }}{{ end }}
{{- toJson (dict "configuration" $configuration "credentials" $credentials "sources" $sources) }}
{{- end }}

{{/* What goes into the release's Secret: {"token": "cm9vdA=="} */}}
{{- define "spark-secrets.credentials" -}}
{{- $all := dict }}
{{- range $name, $store := include "spark-secrets.stores" . | fromJson }}
{{- $all = merge $all (include "spark-secrets.store" (dict "name" $name "store" $store) | fromJson).credentials }}
{{- end }}
{{- toJson $all }}
{{- end }}

{{/* The sources of the projected volume of credentials: {"sources": […]} */}}
{{- define "spark-secrets.credentialSources" -}}
{{- $all := list }}
{{- if include "spark-secrets.credentials" . | fromJson }}
{{- $all = append $all (dict "secret" (dict "name" (printf "%s-credentials" (include "spark-secrets.fullname" .)))) }}
{{- end }}
{{- range $name, $store := include "spark-secrets.stores" . | fromJson }}
{{- $all = concat $all (include "spark-secrets.store" (dict "name" $name "store" $store) | fromJson).sources }}
{{- end }}
{{- toJson (dict "sources" $all) }}
{{- end }}

{{/* The Secrets that the webhook itself reads and writes, for its rights: {"namespace": ["secret"]} */}}
{{- define "spark-secrets.storeSecrets" -}}
{{- $all := dict }}
{{- range $name, $store := include "spark-secrets.stores" . | fromJson }}
{{- if eq $store.type "kubernetes" }}
{{- $settings := default (dict) $store.kubernetesSettings }}
{{- $namespace := default $.Release.Namespace $settings.namespace }}
{{- $_ := set $all $namespace (append (default (list) (get $all $namespace)) (default "iomete-secret-store" $settings.secretName) | uniq | sortAlpha) }}
{{- end }}
{{- end }}
{{- toJson $all }}
{{- end }}

{{/* The Secrets with keysets, which a rotation writes: {"names": [...]} */}}
{{- define "spark-secrets.keysetSecrets" -}}
{{- $names := list }}
{{- range $name, $store := include "spark-secrets.stores" . | fromJson }}
{{- if eq $store.type "database" }}
{{- with (default (dict) $store.databaseSettings).keysetSecret }}{{ $names = append $names .name }}{{ end }}
{{- end }}
{{- end }}
{{- toJson (dict "names" (uniq $names | sortAlpha)) }}
{{- end }}
