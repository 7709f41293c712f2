package io.setpoint.sample;

import io.setpoint.test.Acceptance;
import io.setpoint.test.Etcd;
import io.setpoint.test.EtcdTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.cloud.context.config.annotation.RefreshScope;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Component;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The documentation's bean that follows without a line of Java changed.
 */
@EtcdTest(mode = EtcdTest.Mode.IN_MEMORY, put = "/config/checkout/greeting/text=Hello")
@SpringBootTest(properties = "setpoint.snapshot.enabled=false")
@Import(GreetingTests.Greeting.class)
class GreetingTests {

	@Test
	void injectedValueFollows(@Autowired Greeting greeting, @Autowired ApplicationContext context, Etcd etcd) {
		assertThat(greeting.text()).isEqualTo("Hello");
		Acceptance.of(etcd, context).put("/config/checkout/greeting/text", "Good morning");
		assertThat(greeting.text()).isEqualTo("Good morning");
	}

	@Component
	@RefreshScope
	static class Greeting {

		private final String text;

		Greeting(@Value("${greeting.text}") String text) {
			this.text = text;
		}

		String text() {
			return this.text;
		}

	}

}
