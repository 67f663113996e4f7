package io.zentra.core.identity;

/**
 * A tenant as it was created. Immutable.
 *
 * @param no the number under which rows keep the tenant, unique in the database; 0 is the registry of tenants itself
 * @param id the host's id
 * @param config what is configured
 */
public record Tenant(int no, TenantId id, TenantConfig config) {}
