# Every command of the project. Each sets up what it needs.
export RUSTUP_TOOLCHAIN := $(shell scripts/toolchain)
export CARGO_TARGET_DIR ?= $(CURDIR)/target
export PATH := $(CURDIR)/app/js/node_modules/.bin:$(PATH)

SITE = $(CURDIR)/target/site
BINARY = $(CARGO_TARGET_DIR)/release/rollcall

.PHONY: run demo test check bench dev build dist setup screenshots clean

help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST)

## make run          builds and starts Rollcall on http://127.0.0.1:3000
run: build
	$(BINARY)

## make demo         the same, with a thousand people in it
demo: build
	@mkdir -p data
	ROLLCALL_DATA_DIR=data/demo $(BINARY) demo --users 1000 --password "$${PASSWORD:-rollcall demo password}" || true
	ROLLCALL_DATA_DIR=data/demo $(BINARY)

## make build        target/release/rollcall and target/site
build: setup-run chart
	LEPTOS_SITE_ROOT=target/site cargo leptos build --release --precompress

.PHONY: chart setup-run setup-test setup-check
chart: public/echarts-6.1.0.js
public/echarts-6.1.0.js: app/js/echarts.mjs app/js/package-lock.json
	cd app/js && npm run --silent build

setup-run:
	@scripts/setup run
setup-test:
	@scripts/setup test
setup-check:
	@scripts/setup check
