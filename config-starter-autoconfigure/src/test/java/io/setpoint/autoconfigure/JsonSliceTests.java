package io.setpoint.autoconfigure;

import io.setpoint.Live;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.autoconfigure.json.JsonTest;
import org.springframework.test.context.ContextConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that what writes JSON by a live value can be tested by itself.
 */
@JsonTest(properties = { "setpoint.enabled=false", "formats.digits=3" })
@ContextConfiguration(classes = JsonSliceTests.Application.class)
class JsonSliceTests {

	@Test
	void liveValueIsThere(@Autowired Live<FormatProperties> formats) {
		assertThat(formats.get().digits()).isEqualTo(3);
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@EnableConfigurationProperties(FormatProperties.class)
	static class Application {

	}

	@ConfigurationProperties("formats")
	record FormatProperties(int digits) {

	}

}
