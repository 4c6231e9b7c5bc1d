# docker build -t facteur-qa .                  qa, without what only the reference API needs
# docker build -t facteur-qa-dev --target dev . qa with the reference API, for docs/examples/compose.yaml
FROM node:22-bookworm-slim AS checkout
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build && npm pack --ignore-scripts --pack-destination /tmp

# What starts processes needs somebody who reaps them: the first process of a container has no one above it.
FROM node:22-bookworm-slim AS base
RUN apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates tini \
  && rm -rf /var/lib/apt/lists/* \
  && install -d -o node -g node /work
WORKDIR /work
ENV QA_STATE_DIR=/work/.qa-state
HEALTHCHECK NONE

FROM base AS dev
COPY --from=checkout /build /opt/facteur-qa
USER node
ENTRYPOINT ["/usr/bin/tini", "--", "node", "/opt/facteur-qa/dist/qa.js"]
CMD ["dev"]

FROM base AS qa
COPY --from=checkout /tmp/facteur-qa-*.tgz /tmp/
RUN npm install --global --ignore-scripts --omit=optional --omit=peer --no-fund /tmp/facteur-qa-*.tgz \
  && rm /tmp/facteur-qa-*.tgz
USER node
ENTRYPOINT ["/usr/bin/tini", "--", "qa"]
CMD ["--help"]
