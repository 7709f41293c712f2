package io.setpoint.test;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EtcdTest}.
 */
@SpringBootTest(classes = EtcdTestTests.Application.class, properties = "spring.config.import=recorded:")
@EtcdTest(put = { "/config/a=1", "/config/b=x=y" })
class EtcdTestTests {

	@Autowired
	private EtcdServer etcd;

	@Autowired
	private Environment environment;

	@Autowired
	private ApplicationContext context;

	@Test
	void importWhenConfigDataIsLoadedSeesEndpointsOfRunningServer() {
		assertThat(this.environment.getProperty("recorded.endpoints")).isEqualTo(this.etcd.endpoint());
		assertThat(this.environment.getProperty("setpoint.etcd.endpoints")).isEqualTo(this.etcd.endpoint());
	}

	@Test
	void testThatWantsAnEtcdOutranksTheSwitchInFiles() {
		assertThat(this.environment.getProperty("setpoint.enabled")).isEqualTo("true");
	}

	@Test
	void putWhenApplicationStartsIsThere(EtcdServer parameter) {
		assertThat(parameter).isSameAs(this.etcd);
		assertThat(parameter.get("/config/a")).isEqualTo("1");
		assertThat(parameter.get("/config/b")).isEqualTo("x=y");
	}

	@Nested
	class NestedTests {

		@Test
		void contextWhenClassIsNestedIsShared(@Autowired ApplicationContext nested, Etcd parameter) {
			assertThat(nested).isSameAs(EtcdTestTests.this.context);
			assertThat(parameter).isSameAs(EtcdTestTests.this.etcd);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

	}

}
