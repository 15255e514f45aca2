# All that a stack has on the engine, a line each, with id and version; records aside.
stack=${STACK}
of() { docker "$1" ls --quiet --filter "label=com.docker.stack.namespace=$stack"; }
for kind in service config secret; do
  of "$kind" | sort | xargs -r docker "$kind" inspect --format "$kind {{.ID}} {{.Version.Index}}"
done
of network | sort
of service | sort | xargs -r docker service ps --no-trunc --quiet --filter desired-state=running
