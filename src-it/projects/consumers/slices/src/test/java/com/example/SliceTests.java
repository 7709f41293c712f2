package com.example;

import java.io.IOException;

import io.setpoint.Live;
import io.setpoint.Snapshots;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.data.jdbc.test.autoconfigure.DataJdbcTest;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.data.mongodb.test.autoconfigure.DataMongoTest;
import org.springframework.boot.data.redis.test.autoconfigure.DataRedisTest;
import org.springframework.boot.graphql.test.autoconfigure.GraphQlTest;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;
import org.springframework.boot.jooq.test.autoconfigure.JooqTest;
import org.springframework.boot.restclient.test.autoconfigure.RestClientTest;
import org.springframework.boot.test.autoconfigure.json.JsonTest;
import org.springframework.boot.webclient.test.autoconfigure.WebClientTest;
import org.springframework.boot.webflux.test.autoconfigure.WebFluxTest;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

class SliceTests {

	@Test
	void eachSliceThatKnowsLiveIsOneOfSpringBoot() throws IOException {
		Resource[] files = new PathMatchingResourcePatternResolver()
			.getResources("classpath*:META-INF/spring/*.test.autoconfigure.*.imports");
		assertThat(files).filteredOn((file) -> file.toString().contains("/setpoint-"))
			.isNotEmpty()
			.extracting(Resource::getFilename)
			.extracting((name) -> name.substring(0, name.length() - ".imports".length()))
			.allMatch(SliceTests::isThere);
	}

	private static boolean isThere(String type) {
		String file = ClassUtils.convertClassNameToResourcePath(type) + ClassUtils.CLASS_FILE_SUFFIX;
		return SliceTests.class.getClassLoader().getResource(file) != null;
	}

	@EnableConfigurationProperties(Pricing.class)
	abstract static class Slice {

		@Test
		void liveValueIsThere(@Autowired Live<Pricing> pricing, @Autowired Snapshots snapshots) {
			assertThat(pricing.get().discountPercent()).isEqualTo(7);
			assertThat(snapshots.current().get(Pricing.class)).isSameAs(pricing.get());
		}

	}

	@DataJdbcTest
	@Nested
	class DataJdbc extends Slice {

	}

	@DataJpaTest
	@Nested
	class DataJpa extends Slice {

	}

	@DataMongoTest
	@Nested
	class DataMongo extends Slice {

	}

	@DataRedisTest
	@Nested
	class DataRedis extends Slice {

	}

	@GraphQlTest
	@Nested
	class GraphQl extends Slice {

	}

	@JdbcTest
	@Nested
	class Jdbc extends Slice {

	}

	@JooqTest
	@Nested
	class Jooq extends Slice {

	}

	@JsonTest
	@Nested
	class Json extends Slice {

	}

	@RestClientTest
	@Nested
	class RestClient extends Slice {

	}

	@WebClientTest
	@Nested
	class WebClient extends Slice {

	}

	@WebFluxTest
	@Nested
	class WebFlux extends Slice {

	}

	@WebMvcTest
	@Nested
	class WebMvc extends Slice {

	}

}
