package com.example;

import io.setpoint.rollout.Rollouts;
import io.setpoint.test.Etcd;
import io.setpoint.test.EtcdTest;
import org.junit.jupiter.api.Test;

import org.springframework.aot.AotDetector;
import org.springframework.boot.builder.SpringApplicationBuilder;

import static org.assertj.core.api.Assertions.assertThat;

@EtcdTest(put = Trial.KEY + "=10")
class ShopTests {

	@Test
	void startsTakesChangesAndStopsFromWhatWasGenerated(Etcd etcd) {
		assertThat(AotDetector.useGeneratedArtifacts()).isTrue();
		Trial.of(new SpringApplicationBuilder(Shop.class).main(Shop.class), etcd,
				(context) -> assertThat(context.getBean(Rollouts.class).configurations()).containsExactly("shop"));
	}

}
