package io.setpoint.coordination;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.integration.leader.Candidate;
import org.springframework.integration.leader.DefaultCandidate;
import org.springframework.integration.leader.event.DefaultLeaderEventPublisher;

/**
 * Auto-configuration for standing for a role in etcd, by Spring Integration's candidates
 * and events.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = SetpointCoordinationAutoConfiguration.class)
@ConditionalOnClass(Candidate.class)
@ConditionalOnBean(CoordinationEtcd.class)
@ConditionalOnProperty("setpoint.coordination.leader.role")
public final class SetpointLeaderAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	EtcdLeaderInitiator setpointLeaderInitiator(CoordinationEtcd etcd, CoordinationProperties properties,
			ObjectProvider<Candidate> candidates, ApplicationEventPublisher publisher) {
		CoordinationProperties.Leader settings = properties.leader();
		String role = String.valueOf(settings.role());
		Candidate candidate = candidates.orderedStream()
			.filter((standing) -> role.equals(standing.getRole()))
			.findFirst()
			.orElseGet(() -> new DefaultCandidate(etcd.instance(), role));
		return new EtcdLeaderInitiator(etcd, settings.root(), settings.lease(), candidate,
				new DefaultLeaderEventPublisher(publisher));
	}

}
