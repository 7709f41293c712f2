package com.example;

import io.setpoint.test.Etcd;
import io.setpoint.test.EtcdTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@EtcdTest(put = Trial.KEY + "=10")
@ExtendWith(OutputCaptureExtension.class)
class ShopTests {

	@Test
	void startsTakesChangesAndStopsWithWebFluxBehindALogin(Etcd etcd, CapturedOutput output) {
		Trial.of(new SpringApplicationBuilder(Shop.class), etcd, Actuator::assertClosed, Actuator.arguments());
		assertThat(output).doesNotContain("Failed to introspect");
	}

}
