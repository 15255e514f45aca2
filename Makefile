# What a person types. Each target says what it does; `make` alone lists them.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

LAB := controller/src/lab/lab
SKEP := controller/target/skep/bin/skep
MVN := mvn -B -ntp -q
WITH_JDK = export JAVA_HOME="$$(.ci/jdk)"; command -v mvn >/dev/null || \
	{ echo "skep: Maven is missing: apt-get install maven" >&2; exit 1; };

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: build ## the example, for real: PostgreSQL, a Django migration, the application (own engine)
	@controller/src/lab/demo

.PHONY: build
build: ## leaves a runnable controller/target/skep/bin/skep
	@$(WITH_JDK) echo "building Skep"; $(MVN) package -DskipTests

.PHONY: test
test: ## everything that CI runs, real engine included
	@$(WITH_JDK) $(LAB) images >/dev/null; start=$$SECONDS; \
	mvn -B -ntp verify spotless:check -Dstyle.color=never; \
	echo "make test: green after $$((SECONDS - start)) s"

.PHONY: unit
unit: ## the tests that need no engine; seconds
	@$(WITH_JDK) mvn -B -ntp test -Dstyle.color=never

.PHONY: it
it: ## the tests against a real engine alone; IT=Name for one
	@$(WITH_JDK) $(LAB) images >/dev/null; \
	mvn -B -ntp verify -Dsurefire.skip=true -Dstyle.color=never \
		$(if $(IT),-Dit.test=$(IT) -Dfailsafe.failIfNoSpecifiedTests=false)

.PHONY: crash
crash: ## kill the controller at every write of the example's run; long
	@$(WITH_JDK) $(LAB) images >/dev/null; \
	mvn -B -ntp verify -Dsurefire.skip=true -Dit.test=CrashIT -Dskep.crash=all \
		-Dfailsafe.failIfNoSpecifiedTests=false -Dstyle.color=never

.PHONY: bench
bench: build ## calls, writes and times beside docker stack deploy in the same run
	@$(WITH_JDK) $(LAB) images >/dev/null; \
	mvn -B -ntp verify -Dsurefire.skip=true -Dit.test=BenchIT -Dskep.bench=true \
		-Dfailsafe.failIfNoSpecifiedTests=false -Dstyle.color=never

.PHONY: fmt
fmt: ## format the Java sources
	@$(WITH_JDK) $(MVN) spotless:apply

.PHONY: clean
clean: ## remove all that make has made: builds, the lab's Swarms, images and engine
	@rm -rf target */target
	@$(LAB) clean
