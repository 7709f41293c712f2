package io.setpoint.coordination;

import net.javacrumbs.shedlock.core.LockProvider;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for ShedLock's locks in etcd.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = SetpointCoordinationAutoConfiguration.class)
@ConditionalOnClass(LockProvider.class)
@ConditionalOnBean(CoordinationEtcd.class)
public final class SetpointShedLockAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(LockProvider.class)
	EtcdLockProvider setpointLockProvider(CoordinationEtcd etcd, CoordinationProperties properties) {
		return new EtcdLockProvider(etcd.claims(properties.shedlock().root(), properties.lock().lease()));
	}

}
