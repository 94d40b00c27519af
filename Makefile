.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run demo test lint bench fuzz gallery clean setup-run setup-demo setup-lint setup-test setup-bench setup-fuzz setup-gallery ui portal mock fmt-check clippy wasm deny tests

export PATH := $(PATH):$(CURDIR)/target/tools/bin
XTASK := cargo run --quiet --package xtask --

help: ## What can be asked of make
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: setup-run ## Build everything, start a demo city on 127.0.0.1:8787, open the app
	@$(XTASK) run

demo: setup-demo ## Drive the app's main job in a virtual display; pictures in target/demo
	@$(XTASK) demo

# In this order: the app embeds the pages, and the runner's own summary must close the output.
test: setup-test ui portal mock fmt-check clippy wasm deny tests ## Every check and every test

lint: setup-lint ui fmt-check clippy deny ## Formatting, clippy, dependencies

bench: setup-bench ## Measure the product beside its peers
	@cargo run --release --manifest-path bench/Cargo.toml -- $(if $(CORPUS),--corpus '$(CORPUS)')

fuzz: setup-fuzz ## Have hostile input made up, FOR=60 seconds for each TARGET (all)
	@tools/fuzz.sh $(or $(FOR),60) $(TARGET)

gallery: setup-gallery ## A page of every component in every state; pictures in target/gallery
	@$(XTASK) gallery

clean: ## Remove everything built; the demo city in data/ stays
	@cargo clean
	@rm -rf bench/target bench/*/target fuzz/target fuzz/corpus bench/lighthouse/node_modules tests/e2e/node_modules

setup-run setup-demo setup-lint setup-test setup-bench setup-fuzz setup-gallery: setup-%:
	@tools/setup.sh $*

ui:
	@$(XTASK) ui

# As it ships: the tests drive and weigh what residents get.
portal:
	@$(XTASK) ui --portal --release

# Invented people and every component, for the pictures that must stay as they are.
mock:
	@$(XTASK) ui --mock

fmt-check:
	@echo "▸ Formatting"
	@cargo fmt --all --check

clippy: ui
	@echo "▸ Clippy"
	@cargo clippy --quiet --workspace --all-targets -- --deny warnings

wasm:
	@$(XTASK) check-wasm

deny:
	@tools/deny.sh

# The end-to-end tests start the programs, which a test runner builds only for packages with tests of their own.
tests: ui portal mock
	@echo "▸ Compiling the tests and the programs they start"
	@cargo build --quiet --workspace --all-targets
	@echo "▸ Tests"
	@if cargo nextest --version >/dev/null 2>&1; then \
	  cargo nextest run --workspace; \
	else \
	  cargo test --workspace; \
	fi
