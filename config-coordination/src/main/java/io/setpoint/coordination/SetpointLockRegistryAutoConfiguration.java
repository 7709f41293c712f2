package io.setpoint.coordination;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.integration.support.locks.LockRegistry;
import org.springframework.integration.support.locks.RenewableLockRegistry;

/**
 * Auto-configuration for Spring Integration's locks in etcd.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = SetpointCoordinationAutoConfiguration.class)
@ConditionalOnClass(RenewableLockRegistry.class)
@ConditionalOnBean(CoordinationEtcd.class)
public final class SetpointLockRegistryAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(LockRegistry.class)
	EtcdLockRegistry setpointLockRegistry(CoordinationEtcd etcd, CoordinationProperties properties) {
		CoordinationProperties.Lock settings = properties.lock();
		return new EtcdLockRegistry(etcd.claims(settings.root(), settings.lease()));
	}

}
