/**
 * Kubernetes counts 200 to 399 (its documentation, "Configure Liveness, Readiness and Startup Probes"),
 * Railway 200 alone (docs.railway.com/deployments/healthchecks): not the same question.
 */
export function acceptedByKubernetes(status: number): boolean {
  return status >= 200 && status < 400;
}
