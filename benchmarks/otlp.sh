#!/usr/bin/env bash
# Sends telemetry through a collector process and prints a table of what it costs; arguments, each name=value:
#
#   form=few|all        few lines (default), or everything with everything
#   seconds=10 warm=60  how long each line is measured, and at most warmed up before, while the JVM still compiles
#   only=REGEX          lines whose name it finds; names are as printed
#   delay=0             milliseconds that the sink takes to answer
#   configs=FOLDER      pass.yaml and what is merged into it (default: benchmarks/otlp)
#
# COLLECTOR is the command to measure (default: java -Xmx256m -jar dist/target/collector.jar), which the script appends
# --config to. JAVA_HOME picks the Java. BUILD=no takes what has been built.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

java=java
[ -z "${JAVA_HOME:-}" ] || java=$JAVA_HOME/bin/java
class_path=benchmarks/target/class-path.txt
if [ "${BUILD:-yes}" != no ]; then
  mvn -B -q -ntp -P '!quality' -pl dist,benchmarks -am -DskipTests package </dev/null
  mvn -B -q -ntp -P '!quality' -pl benchmarks -am -DskipTests package \
    dependency:build-classpath -Dmdep.outputFile="$PWD/$class_path" </dev/null
fi
# What the start script takes on a machine of one or two processors.
options="-Xms32m -Xss512k -XX:+ExitOnOutOfMemoryError -XX:-UsePerfData -XX:+UseSerialGC"
read -r -a collector <<<"${COLLECTOR:-$java $options -Xmx256m -jar dist/target/collector.jar}"
exec "$java" -cp "benchmarks/target/classes:$(cat "$class_path")" \
  dev.millrace.benchmarks.otlp.OtlpLoad \
  configs=benchmarks/otlp form=few warm=10 seconds=10 only=. delay=0 "$@" -- "${collector[@]}"
